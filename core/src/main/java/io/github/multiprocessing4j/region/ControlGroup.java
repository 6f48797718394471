package io.github.multiprocessing4j.region;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What this process's control group (cgroups(7), version 2) may still have, it and those above it. */
final class ControlGroup {
    private static final Path ROOT = Path.of("/sys/fs/cgroup");

    private ControlGroup() {}

    /** {@return how many bytes of memory are left below the tightest limit; nothing if there is none that we know} */
    static OptionalLong memoryLeft() {
        try {
            return memoryLeft(ROOT, ownGroup());
        } catch (IOException | NumberFormatException e) {
            System.getLogger("io.github.multiprocessing4j").log(Level.DEBUG, "no limit of memory is known: {0}", e);
            return OptionalLong.empty();
        }
    }

    /** The line of version 2 is {@code 0::/path}. */
    private static String ownGroup() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
            if (line.startsWith("0::/")) {
                return line.substring("0::/".length());
            }
        }
        throw new IOException("there is no control group of version 2");
    }

    static OptionalLong memoryLeft(Path root, String group) throws IOException {
        OptionalLong least = OptionalLong.empty();
        for (@Nullable Path at = root.resolve(group); at != null && at.startsWith(root); at = at.getParent()) {
            OptionalLong left = left(at);
            if (left.isPresent() && (least.isEmpty() || left.getAsLong() < least.getAsLong())) {
                least = left;
            }
        }
        return least;
    }

    private static OptionalLong left(Path group) throws IOException {
        Path max = group.resolve("memory.max");
        if (!Files.exists(max)) {
            return OptionalLong.empty();
        }
        String limit = Files.readString(max).strip();
        if (limit.equals("max")) {
            return OptionalLong.empty();
        }
        long used =
                Long.parseLong(Files.readString(group.resolve("memory.current")).strip());
        return OptionalLong.of(Math.max(0, Long.parseLong(limit) - used + reclaimable(group)));
    }

    /** The cache of files that nobody has used lately, which the kernel gives up for anything better. */
    private static long reclaimable(Path group) throws IOException {
        for (String line : Files.readAllLines(group.resolve("memory.stat"))) {
            if (line.startsWith("inactive_file ")) {
                return Long.parseLong(line.substring("inactive_file ".length()).strip());
            }
        }
        return 0;
    }
}
