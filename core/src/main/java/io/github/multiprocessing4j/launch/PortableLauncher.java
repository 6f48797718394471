package io.github.multiprocessing4j.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Starts programs by {@link ProcessBuilder}, where {@link PosixLauncher} can't be used. The JDK puts a signal and an exit
 * code over 128 the same way, and can send no signals but SIGTERM and SIGKILL.
 */
final class PortableLauncher implements Launcher {
    @Override
    public LaunchedProcess launch(List<String> command, byte[] input, Surroundings surroundings) throws IOException {
        Requirements.check(surroundings);
        Stdio stdio = surroundings.stdio();
        ProcessBuilder builder = new ProcessBuilder(command);
        OPTION_VARIABLES.forEach(builder.environment()::remove);
        surroundings.environment().forEach((name, value) -> set(builder, name, value));
        if (surroundings.directory() != null) {
            builder.directory(surroundings.directory().toFile());
        }
        redirect(builder, stdio);
        Process process = start(builder);
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input);
        } catch (IOException e) {
            // It has ended already; what it died of shows in its exit status.
        }
        return new PortableProcess(process, stdio instanceof Stdio.Piped);
    }

    private static void set(ProcessBuilder builder, String name, @Nullable String value) {
        if (value == null) {
            builder.environment().remove(name);
        } else {
            builder.environment().put(name, value);
        }
    }

    /** The JDK tells an error's number in its text only. */
    private static Process start(ProcessBuilder builder) throws IOException {
        try {
            return builder.start();
        } catch (IOException e) {
            boolean tooLong = String.valueOf(e.getMessage()).matches("(?s).*error[=:] ?7\\b.*");
            throw tooLong ? Requirements.tooLong(builder.command(), e) : e;
        }
    }

    private static void redirect(ProcessBuilder builder, Stdio stdio) {
        switch (stdio) {
            case Stdio.Inherited() -> builder.redirectOutput(Redirect.INHERIT).redirectError(Redirect.INHERIT);
            case Stdio.Discarded() -> builder.redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD);
            case Stdio.ToFile(var path) ->
                builder.redirectErrorStream(true).redirectOutput(Redirect.appendTo(path.toFile()));
            case Stdio.Piped() -> {}
        }
    }

    private record PortableProcess(Process process, boolean piped) implements LaunchedProcess {
        private static final int SIGTERM = 15;
        private static final int SIGKILL = 9;

        @Override
        public long pid() {
            return process.pid();
        }

        @Override
        public Optional<Ending> awaitEnd() {
            return Optional.of(new Ending(false, process.onExit().join().exitValue(), false));
        }

        @Override
        public boolean signal(int signal) {
            return switch (signal) {
                case SIGTERM -> process.toHandle().destroy();
                case SIGKILL -> process.toHandle().destroyForcibly();
                default ->
                    throw new UnsupportedOperationException(
                            "signal " + signal + " can't be sent without native access");
            };
        }

        @Override
        public List<InputStream> outputs() {
            return piped ? List.of(process.getInputStream(), process.getErrorStream()) : List.of();
        }
    }
}
