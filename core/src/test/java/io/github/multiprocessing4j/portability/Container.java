package io.github.multiprocessing4j.portability;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file system as a container may have it: a shell in a mount namespace of its own, mount_namespaces(7), takes away what a program shall not have and runs
 * it. Nobody outside notices.
 */
final class Container {
    /** Devices, but no shared memory. */
    static final String NO_DEV_SHM = """
        mount -t tmpfs tmpfs /srv
        for device in null zero random urandom; do
          touch /srv/$device
          mount --bind /dev/$device /srv/$device
        done
        mount --rbind /srv /dev
        """;

    static final String READ_ONLY_DEV_SHM = "mount -t tmpfs -o ro tmpfs /dev/shm\n";

    static final String ANOTHERS_DEV_SHM = "mount -t tmpfs -o mode=0755 tmpfs /dev/shm\n";

    /** All but what is mounted below. */
    static final String READ_ONLY_ROOT = "mount --rbind / /\nmount -o remount,bind,ro /\n";

    static final String READ_ONLY_TMP = "mount --bind /tmp /tmp\nmount -o remount,bind,ro /tmp\n";

    static final String NOEXEC_TMP = "mount --bind /tmp /tmp\nmount -o remount,bind,noexec /tmp\n";

    private Container() {}

    static String devShmOf(String size) {
        return "mount -t tmpfs -o size=" + size + " tmpfs /dev/shm\n";
    }

    /** {@return what runs a program after some steps; the test ends here if that is not allowed} */
    static String[] with(String... steps) {
        return launcher("-rm", "", steps);
    }

    /** {@return what runs a program after some steps, as another user; the test ends here if that is not allowed} */
    static String[] asUser(int id, String... steps) {
        return launcher("-m", "env -u HOME setpriv --reuid=" + id + " --regid=" + id + " --clear-groups ", steps);
    }

    private static String[] launcher(String namespaces, String runner, String... steps) {
        String script = "set -e\n" + String.join("", steps) + "exec " + runner + "\"$@\"";
        String[] launcher = {"unshare", namespaces, "sh", "-c", script, "sh"};
        assumeTrue(canRun(launcher), () -> "a program can't be started here by " + String.join(" ", launcher));
        return launcher;
    }

    private static boolean canRun(String... launcher) {
        List<String> command =
                Stream.concat(Stream.of(launcher), Stream.of("true")).toList();
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false; // there is no unshare
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
