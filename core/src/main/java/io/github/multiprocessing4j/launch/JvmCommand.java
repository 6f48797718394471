package io.github.multiprocessing4j.launch;

import io.github.multiprocessing4j.os.NativeAccess;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The command line of a JVM like this one: same JDK, class path, module path, opened packages and assertions. Later
 * options win over earlier ones, and the user's come last.
 *
 * <p>Of this JVM's own options only those go along that decide which code can be loaded and how it may be accessed, and the
 * few system properties that a JVM reads before anything else; and what the manifest of the jar says that it was started
 * from. Heap sizes, collectors, agents, debuggers and JMX ports do
 * not; other system properties are sent to the child rather than shown to everybody who can list processes.
 */
public final class JvmCommand {
    private static final List<String> INHERITED_OPTIONS = List.of(
            "--add-opens",
            "--add-exports",
            "--add-reads",
            "--add-modules",
            "--limit-modules",
            "--patch-module",
            "--upgrade-module-path",
            "--enable-native-access",
            "--illegal-native-access",
            "--enable-preview",
            "--sun-misc-unsafe-memory-access",
            "-Xbootclasspath/a:",
            "-ea",
            "-da",
            "-enableassertions",
            "-disableassertions",
            "-esa",
            "-dsa",
            "-enablesystemassertions",
            "-disablesystemassertions",
            "-Dfile.encoding=",
            "-Dstdout.encoding=",
            "-Dstderr.encoding=",
            "-Dsun.jnu.encoding=",
            "-Djava.io.tmpdir=",
            "-Djava.library.path=",
            "-Djava.net.preferIPv",
            "-Djava.system.class.loader=",
            "-Duser.language",
            "-Duser.country",
            "-Duser.script",
            "-Duser.variant",
            "-Duser.extensions",
            "-Duser.timezone=");

    /** What {@code java Main.java} adds; a main class on the class path has all of these modules anyway. */
    private static final String ALL_DEFAULT = "--add-modules=ALL-DEFAULT";

    private JvmCommand() {}

    static final class Holder {
        /** What does not differ between two children. Asking for the options costs the management classes, hence once. */
        static final List<String> COMMON = common();

        /** What holds only if the code is the same. */
        static final List<String> OF_SAME_CODE = FoundProvider.options();
    }

    /**
     * What differs from this JVM's.
     *
     * @param executable the program; null for this JVM's
     * @param classPath what comes after this JVM's class path
     * @param modulePath what comes after this JVM's module path
     * @param elsewhere whether it runs in another directory, where relative paths mean something else
     */
    public record Paths(@Nullable Path executable, List<Path> classPath, List<Path> modulePath, boolean elsewhere) {
        /** Makes them. */
        public Paths {
            classPath = List.copyOf(classPath);
            modulePath = List.copyOf(modulePath);
        }

        private boolean sameCode() {
            return executable == null && classPath.isEmpty() && modulePath.isEmpty();
        }
    }

    /**
     * Puts a command line together.
     *
     * @param paths which JVM, and from where it loads code
     * @param options the user's options
     * @param moreOptions whether it gets some by its environment as well
     * @param mainClass the class to run, in this library
     * @param argument its only argument
     * @return program and arguments
     * @throws IOException if the class would not be found
     */
    public static List<String> of(
            Paths paths, List<String> options, boolean moreOptions, String mainClass, String argument)
            throws IOException {
        Path java = paths.executable();
        Optional<AotCache> aot = java == null && !moreOptions ? aotCache(paths, options) : Optional.empty();
        List<String> command = new ArrayList<>();
        command.add(java == null ? own() : executable(java));
        command.addAll(Holder.COMMON);
        if (paths.sameCode()) {
            command.addAll(Holder.OF_SAME_CODE);
        }
        aot.ifPresent(cache -> command.addAll(cache.options()));
        List<String> code = new ArrayList<>();
        addPath(code, "--module-path", path("jdk.module.path", paths.modulePath(), paths.elsewhere()));
        String classPath = path("java.class.path", classPath(paths), paths.elsewhere());
        addPath(code, "--class-path", aot.map(cache -> cache.first(classPath)).orElse(classPath));
        command.addAll(ArgumentFile.inPlaceOf(code));
        command.addAll(options);
        Module module = JvmCommand.class.getModule();
        if (module.isNamed()) {
            command.add("--module");
            command.add(module.getName() + "/" + mainClass);
        } else {
            command.add(mainClass);
        }
        command.add(argument);
        return command;
    }

    private static List<Path> classPath(Paths paths) throws IOException {
        Path own = JvmCommand.class.getModule().isNamed() ? null : OwnCode.missing();
        return own == null
                ? paths.classPath()
                : Stream.concat(Stream.of(own), paths.classPath().stream()).toList();
    }

    private static List<String> common() {
        List<String> command = new ArrayList<>();
        // Nothing of the JVM's own on stdout, which is the user's.
        command.add("-Xlog:disable");
        command.add("-Xlog:all=warning:stderr");
        command.add("-XX:+DisplayVMOutputToStderr");
        command.add("-XX:-CreateCoredumpOnCrash");
        command.add("-XX:ErrorFile=" + CrashReport.filePattern());
        String nativeAccess = "--enable-native-access=" + NativeAccess.moduleName();
        command.add(nativeAccess);
        boolean named = JvmCommand.class.getModule().isNamed();
        for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            boolean there = argument.equals(nativeAccess) || !named && argument.equals(ALL_DEFAULT);
            if (!there && INHERITED_OPTIONS.stream().anyMatch(argument::startsWith)) {
                command.add(argument);
            }
        }
        command.addAll(ExecutableJar.options());
        String main = System.getProperty("jdk.module.main", "");
        if (!main.isEmpty()) {
            command.add("--add-modules");
            command.add(main);
        }
        return List.copyOf(command);
    }

    /** An image of the JDK may be without its programs, as those of {@code jpackage} are unless it is told otherwise. */
    private static String own() throws IOException {
        Path programs = Path.of(System.getProperty("java.home"), "bin");
        if (Files.notExists(programs)) {
            throw new IOException(
                    "there is no " + programs + "/java to start it with: make the program's image without jlink's"
                            + " --strip-native-commands, which jpackage gives unless its"
                            + " --jlink-options say otherwise");
        }
        return programs.resolve("java").toString();
    }

    private static String executable(Path java) throws IOException {
        if (!Files.isExecutable(java) || Files.isDirectory(java)) {
            throw new IOException(
                    java + " is no program that this process may run: name the java of a JDK 25 or newer");
        }
        return java.toString();
    }

    /** What goes with all options, and with classes that are not in modules. */
    private static Optional<AotCache> aotCache(Paths paths, List<String> options) {
        if (!System.getProperty("jdk.module.path", "").isEmpty()
                || !paths.modulePath().isEmpty()) {
            return Optional.empty();
        }
        List<String> all = new ArrayList<>(Holder.COMMON);
        all.addAll(options);
        return AotCache.with(all);
    }

    private static String path(String property, List<Path> more, boolean elsewhere) {
        String here = elsewhere ? absolute(System.getProperty(property, "")) : System.getProperty(property, "");
        return Stream.concat(
                        here.isEmpty() ? Stream.empty() : Stream.of(here),
                        more.stream().map(Path::toString))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void addPath(List<String> command, String option, String path) {
        if (!path.isEmpty()) {
            command.add(option);
            command.add(path);
        }
    }

    /** An empty entry of a class path is the working directory. */
    private static String absolute(String path) {
        return path.isEmpty()
                ? path
                : Arrays.stream(path.split(File.pathSeparator, -1))
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .collect(Collectors.joining(File.pathSeparator));
    }
}
