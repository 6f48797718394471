package io.github.multiprocessing4j.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has to be there for a start, looked at beforehand: the system's own words for what is missing name neither the file
 * nor what to do, and a JVM that starts without a working directory says so only on its standard error.
 */
final class Requirements {
    private static final String DELETED = " (deleted)";

    private Requirements() {}

    static void check(Surroundings surroundings) throws IOException {
        Path directory = surroundings.directory();
        if (directory == null) {
            checkWorkingDirectory(Path.of("/proc/self/cwd"));
        } else if (!Files.isDirectory(directory)) {
            throw new IOException("its working directory " + directory
                    + (Files.exists(directory) ? " is no directory" : " does not exist"));
        }
        if (surroundings.stdio() instanceof Stdio.ToFile(var path)) {
            checkFile(path.toAbsolutePath());
        }
    }

    /** The kernel marks the link's target when the directory is gone; there may be one that is really called so. */
    private static void checkWorkingDirectory(Path link) throws IOException {
        if (!Files.isSymbolicLink(link)) {
            return; // no /proc here
        }
        Path target = Files.readSymbolicLink(link);
        String directory = target.toString();
        if (directory.endsWith(DELETED) && Files.notExists(target)) {
            throw new IOException("the working directory "
                    + directory.substring(0, directory.length() - DELETED.length())
                    + " was deleted, and no JVM starts in one that is not there: start this program again in another"
                    + " directory");
        }
    }

    private static void checkFile(Path path) throws IOException {
        String what = "its output can't go to " + path + ": ";
        Path folder = path.getParent();
        if (Files.isDirectory(path)) {
            throw new IOException(what + "that is a directory; name a file in it");
        } else if (folder != null && !Files.isDirectory(folder)) {
            throw new IOException(what + folder + (Files.exists(folder) ? " is no directory" : " does not exist")
                    + "; create that directory first");
        } else if (!Files.isWritable(Files.exists(path) ? path : folder(folder))) {
            throw new IOException(
                    what + "this process may not write there; choose another file or change its permissions");
        }
    }

    private static Path folder(@Nullable Path folder) {
        return folder == null ? Path.of("/") : folder;
    }

    /** {@return words for a command line that the system refused, with the lengths of what makes it long} */
    static IOException tooLong(List<String> command, IOException refusal) {
        String lengths = bytes(String.join(" ", command)) + " bytes" + part(command, "--class-path", "the class path")
                + part(command, "--module-path", "the module path");
        return new IOException(
                "its command line is too long for the system (E2BIG): " + lengths + ". Linux allows 131071 bytes in one"
                        + " argument or environment variable, and a quarter of the stack's limit (ulimit -s) in all."
                        + " Give fewer or shorter JVM options, or a smaller environment",
                refusal);
    }

    private static String part(List<String> command, String option, String what) {
        int at = command.indexOf(option);
        return at < 0 ? "" : ", " + what + " " + bytes(command.get(at + 1));
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
