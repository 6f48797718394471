package io.github.multiprocessing4j.examples;

import io.github.multiprocessing4j.pool.Pool;
import io.github.multiprocessing4j.process.ChildProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.zip.ZipFile;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Counts the words of Java source files over worker processes, and then once more in this process alone, to compare.
 *
 * <p>A worker is sent names, not contents: it opens the files itself. It sends back one map for a whole batch of files, so
 * what crosses between processes is small against what is read. Batches become smaller towards the end, so that
 * all workers are done at about the same time.
 *
 * <p>How the times are taken: both count the same batches with the same function, and both in JVMs that have never run
 * it before. With workers, the time begins before they are started and ends when the last count is in. All input is
 * read once beforehand, so that nobody has to wait for the disk.
 */
@Command(name = "WordCount", description = "Counts the words of Java source files over worker processes.")
final class WordCount implements Callable<Integer> {
    private static final int TOP = 20;

    private static final int SMALLEST_BATCH = 128 << 10;

    private static final int LARGEST_BATCH = 16 << 20;

    @Option(names = "--help", usageHelp = true, description = "say this")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    @Option(
            names = "--workers",
            paramLabel = "<count>",
            description = "worker processes (default: as many as there are processors, ${DEFAULT-VALUE})")
    private int workers = ChildProcess.cpuCount();

    @Parameters(
            paramLabel = "<path>",
            description = "folders, zip files or files to count (default: the source code of the JDK, lib/src.zip)")
    private List<Path> paths = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private WordCount() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new WordCount()).execute(args));
    }

    /** Files of one folder or one zip file that a worker counts together. */
    record Batch(Path container, List<String> names, long bytes) implements Serializable {}

    /** What is to be counted. */
    private record Input(List<Batch> batches, long files, long bytes) {}

    private record Counted(Map<String, Integer> counts, double seconds) {}

    @Override
    public Integer call() throws IOException {
        if (workers < 1) {
            throw wrongArgument("--workers has to be 1 or more, not " + workers + ".", null);
        }
        if (paths.isEmpty()) {
            Path sources = Path.of(System.getProperty("java.home"), "lib", "src.zip");
            if (!Files.isReadable(sources)) {
                System.err.println("This JDK comes without its source code: there is no " + sources + ". Install it (on"
                        + " Debian and Ubuntu: apt install openjdk-25-source), or name folders, zip files or .java"
                        + " files to count as arguments.");
                return CommandLine.ExitCode.USAGE;
            }
            paths = List.of(sources);
        }
        Input input = input();
        if (input.files() == 0) {
            throw wrongArgument("There are no .java files in " + join(paths) + ".", null);
        }
        Counted together = countWithWorkers(input);
        Counted alone = countAlone(input);
        printTop(together.counts());
        printComparison(input, together, alone);
        return CommandLine.ExitCode.OK;
    }

    // -- Counting ----------------------------------------------------------------------------------------------------

    private Counted countWithWorkers(Input input) {
        var total = new HashMap<String, Integer>();
        long start = System.nanoTime();
        try (var bar = progressBar(workers + " workers", input);
                var pool = Pool.create(workers)) {
            for (var result : pool.imapUnordered(batch -> Map.entry(batch, count(batch)), input.batches())) {
                result.getValue().forEach((word, n) -> total.merge(word, n, Integer::sum));
                bar.stepBy(result.getKey().bytes());
            }
            return new Counted(total, secondsSince(start));
        }
    }

    private Counted countAlone(Input input) throws IOException {
        var total = new HashMap<String, Integer>();
        long start = System.nanoTime();
        try (var bar = progressBar("one process", input)) {
            for (var batch : input.batches()) {
                count(batch).forEach((word, n) -> total.merge(word, n, Integer::sum));
                bar.stepBy(batch.bytes());
            }
            return new Counted(total, secondsSince(start));
        }
    }

    /** What a worker runs. */
    private static Map<String, Integer> count(Batch batch) throws IOException {
        var counts = new HashMap<String, Integer>();
        if (Files.isDirectory(batch.container())) {
            for (var name : batch.names()) {
                count(Files.readAllBytes(batch.container().resolve(name)), counts);
            }
        } else {
            try (var zip = new ZipFile(batch.container().toFile())) {
                for (var name : batch.names()) {
                    try (InputStream in = zip.getInputStream(zip.getEntry(name))) {
                        count(in.readAllBytes(), counts);
                    }
                }
            }
        }
        return counts;
    }

    /** A word is a run of two letters or more; upper and lower case are the same. */
    private static void count(byte[] file, Map<String, Integer> counts) {
        String text = new String(file, StandardCharsets.UTF_8);
        int end = 0;
        while (end < text.length()) {
            int start = end;
            while (end < text.length() && Character.isLetter(text.charAt(end))) {
                end++;
            }
            if (end - start > 1) {
                counts.merge(text.substring(start, end).toLowerCase(Locale.ROOT), 1, Integer::sum);
            }
            end++;
        }
    }

    // -- What is to be counted ---------------------------------------------------------------------------------------

    /** A file somewhere. */
    private record Source(Path container, String name, long bytes) {}

    private Input input() {
        var sources = new ArrayList<Source>();
        for (var path : paths) {
            if (Files.notExists(path)) {
                throw wrongArgument("There is no file or folder " + path + ".", null);
            }
            try {
                add(path, sources);
            } catch (IOException | UncheckedIOException e) {
                throw wrongArgument(path + " can't be read: " + e, e);
            }
        }
        long bytes = sources.stream().mapToLong(Source::bytes).sum();
        return new Input(batches(sources, bytes), sources.size(), bytes);
    }

    /** Makes picocli print this and the usage, and end the program with exit code 2. */
    private ParameterException wrongArgument(String message, @Nullable Exception cause) {
        return new ParameterException(spec.commandLine(), message, cause);
    }

    private static void add(Path path, List<Source> sources) throws IOException {
        if (Files.isDirectory(path)) {
            addFolder(path, sources);
        } else if (path.toString().endsWith(".zip") || path.toString().endsWith(".jar")) {
            addZip(path, sources);
        } else {
            addFile(path.toAbsolutePath(), sources);
        }
    }

    private static void addFolder(Path folder, List<Source> sources) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : (Iterable<Path>) files.filter(WordCount::isJava)::iterator) {
                sources.add(new Source(folder, folder.relativize(file).toString(), read(file)));
            }
        }
    }

    private static void addZip(Path path, List<Source> sources) throws IOException {
        try (var zip = new ZipFile(path.toFile())) {
            zip.stream()
                    .filter(entry -> entry.getName().endsWith(".java"))
                    .forEach(entry -> sources.add(new Source(path, entry.getName(), entry.getSize())));
        }
        read(path);
    }

    private static void addFile(Path file, List<Source> sources) throws IOException {
        sources.add(new Source(file.resolveSibling("."), file.getFileName().toString(), read(file)));
    }

    private static boolean isJava(Path file) {
        return file.toString().endsWith(".java") && Files.isRegularFile(file);
    }

    /** Reads a file, so that the operating system has it in memory from now on, and says how long it is. */
    private static long read(Path file) throws IOException {
        return Files.copy(file, OutputStream.nullOutputStream());
    }

    private List<Batch> batches(List<Source> sources, long total) {
        var batches = new ArrayList<Batch>();
        long rest = total;
        for (int from = 0; from < sources.size(); ) {
            Path container = sources.get(from).container();
            long goal = Math.clamp(rest / (2L * workers), SMALLEST_BATCH, LARGEST_BATCH);
            var names = new ArrayList<String>();
            long bytes = 0;
            for (; from < sources.size() && bytes < goal; from++) {
                Source source = sources.get(from);
                if (!source.container().equals(container)) {
                    break;
                }
                names.add(source.name());
                bytes += source.bytes();
            }
            batches.add(new Batch(container, names, bytes));
            rest -= bytes;
        }
        return batches;
    }

    // -- What is shown -----------------------------------------------------------------------------------------------

    private static ProgressBar progressBar(String task, Input input) {
        return Progress.bar(task, input.bytes(), " MiB", 1 << 20);
    }

    private static void printTop(Map<String, Integer> counts) {
        var byCount = Map.Entry.<String, Integer>comparingByValue().reversed();
        var top = counts.entrySet().stream()
                .sorted(byCount.thenComparing(Map.Entry.comparingByKey()))
                .limit(TOP)
                .toList();
        int width =
                top.stream().mapToInt(entry -> entry.getKey().length()).max().orElse(0);
        System.out.printf(Locale.ROOT, "%4s  %-" + width + "s  %12s%n", "", "word", "times");
        int rank = 1;
        for (var entry : top) {
            System.out.printf(Locale.ROOT, "%4d  %-" + width + "s  %,12d%n", rank++, entry.getKey(), entry.getValue());
        }
    }

    private void printComparison(Input input, Counted together, Counted alone) {
        long words = together.counts().values().stream().mapToLong(n -> n).sum();
        System.out.printf(
                Locale.ROOT,
                "%,d files, %,d words: %.2f s with %d workers, %.2f s in one process: %.2f times as fast%n",
                input.files(),
                words,
                together.seconds(),
                workers,
                alone.seconds(),
                alone.seconds() / together.seconds());
    }

    private static String join(List<Path> paths) {
        return String.join(", ", paths.stream().map(Path::toString).toList());
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
