package io.github.multiprocessing4j.region;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether threads sleep in the kernel, which their Java state does not tell. */
final class KernelSleep {
    private KernelSleep() {}

    /** {@return whether there are threads whose names begin like that, and all of them sleep} */
    static boolean of(String name) {
        boolean found = false;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path task : tasks) {
                String status = Files.readString(task.resolve("status"));
                if (status.startsWith("Name:\t" + name)) {
                    found = true;
                    if (!status.contains("\nState:\tS")) {
                        return false;
                    }
                }
            }
        } catch (IOException e) {
            return false; // a thread has ended meanwhile; the next look tells more
        }
        return found;
    }

    /** Waits until they do. */
    static void await(String name) {
        while (!of(name)) {
            Thread.onSpinWait();
        }
    }
}
