package io.github.multiprocessing4j.benchmarks.profile;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Has JVMs record where their processor time goes, by the JDK's Flight Recorder, until they end. */
final class Recorder {
    private static final String SETTINGS = "profile.jfc";

    private static final Path BIN = Path.of(System.getProperty("java.home"), "bin");

    private final Path directory;

    private final Path settings;

    /** What those that record are called. */
    private final Map<Long, String> processes = new HashMap<>();

    private Recorder(Path directory, Path settings) {
        this.directory = directory;
        this.settings = settings;
    }

    /** {@return one that keeps its files in a directory} */
    static Recorder in(Path directory) throws IOException {
        Path settings = directory.resolve(SETTINGS);
        try (var resource = Recorder.class.getResourceAsStream(SETTINGS)) {
            if (resource == null) {
                throw new FileNotFoundException(SETTINGS);
            }
            Files.copy(resource, settings);
        }
        return new Recorder(directory, settings);
    }

    /** Starts a JVM that records from the beginning. */
    Process start(String name, List<String> arguments) throws IOException {
        var command = new ArrayList<>(List.of(BIN.resolve("java").toString()));
        command.add("-XX:StartFlightRecording:settings=" + settings + ",filename=" + directory.resolve("%p.jfr"));
        command.add("-Xlog:jfr*=error");
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        processes.put(process.pid(), name);
        return process;
    }

    /**
     * Has a JVM record that was started by somebody else, who takes no options on from us. One that is not ready for that, or ends
     * meanwhile, does not record; it can be asked again.
     */
    void attach(ProcessHandle process, String name) throws IOException, InterruptedException {
        if (processes.containsKey(process.pid())) {
            return;
        }
        var command = List.of(
                BIN.resolve("jcmd").toString(),
                Long.toString(process.pid()),
                "JFR.start",
                "settings=" + settings,
                "filename=" + file(process.pid()));
        int exitValue = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (exitValue == 0) {
            processes.put(process.pid(), name);
        }
    }

    private Path file(long pid) {
        return directory.resolve(pid + ".jfr");
    }

    /** {@return what was recorded} Who was killed has left nothing. */
    List<Recorded> recorded() throws IOException {
        List<Recorded> all = new ArrayList<>();
        for (var process : processes.entrySet()) {
            Path file = file(process.getKey());
            if (Files.exists(file) && Files.size(file) > 0) {
                all.add(Recorded.read(process.getValue(), file));
            }
        }
        return all;
    }
}
