package io.github.multiprocessing4j.region;

import io.github.multiprocessing4j.os.LibraryLog;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What this process's control group (cgroups(7)) may still have, it and those above it. */
enum ControlGroup {
    /** Where the older version has the memory controller, that is the one that counts. */
    V1("/sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file "),
    V2("/sys/fs/cgroup", "memory.max", "memory.current", "inactive_file ");

    /** The older version has no word for no limit, but the largest number of pages. */
    private static final long NO_LIMIT = Long.MAX_VALUE / 2;

    private final Path root;

    private final String limit;

    private final String used;

    private final String reclaimable;

    ControlGroup(String root, String limit, String used, String reclaimable) {
        this.root = Path.of(root);
        this.limit = limit;
        this.used = used;
        this.reclaimable = reclaimable;
    }

    /** {@return how many bytes of memory are left below the tightest limit; nothing if there is none that we know} */
    static OptionalLong memoryLeft() {
        try {
            List<String> groups = Files.readAllLines(Path.of("/proc/self/cgroup"));
            ControlGroup version = V1.ownGroup(groups).isPresent() ? V1 : V2;
            Optional<String> own = version.ownGroup(groups);
            return own.isPresent() ? version.memoryLeft(version.root, own.get()) : OptionalLong.empty();
        } catch (IOException | NumberFormatException e) {
            LibraryLog.logger().log(Level.DEBUG, "no limit of memory is known: {0}", e);
            return OptionalLong.empty();
        }
    }

    /** Lines are {@code 4:memory,other:/path}, that of version 2 is {@code 0::/path}; the path is told without its slash. */
    Optional<String> ownGroup(List<String> lines) {
        for (String line : lines) {
            String[] parts = line.split(":", 3);
            boolean own = this == V2
                    ? line.startsWith("0::/")
                    : parts.length == 3 && List.of(parts[1].split(",", -1)).contains("memory");
            if (own) {
                return Optional.of(parts[2].substring(1));
            }
        }
        return Optional.empty();
    }

    /** {@return where the group's files are} */
    Path folder(String group) {
        return root.resolve(group);
    }

    OptionalLong memoryLeft(Path top, String group) throws IOException {
        OptionalLong least = OptionalLong.empty();
        for (@Nullable Path at = top.resolve(group); at != null && at.startsWith(top); at = at.getParent()) {
            OptionalLong left = left(at);
            if (left.isPresent() && (least.isEmpty() || left.getAsLong() < least.getAsLong())) {
                least = left;
            }
        }
        return least;
    }

    private OptionalLong left(Path group) throws IOException {
        Path file = group.resolve(limit);
        if (!Files.exists(file)) {
            return OptionalLong.empty();
        }
        String text = Files.readString(file).strip();
        long most = text.equals("max") ? Long.MAX_VALUE : Long.parseLong(text);
        return most >= NO_LIMIT
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, most - number(group.resolve(used)) + reclaimable(group)));
    }

    private static long number(Path file) throws IOException {
        return Long.parseLong(Files.readString(file).strip());
    }

    /** The cache of files that nobody has used lately, which the kernel gives up for anything better. */
    private long reclaimable(Path group) throws IOException {
        for (String line : Files.readAllLines(group.resolve("memory.stat"))) {
            if (line.startsWith(reclaimable)) {
                return Long.parseLong(line.substring(reclaimable.length()).strip());
            }
        }
        return 0;
    }
}
