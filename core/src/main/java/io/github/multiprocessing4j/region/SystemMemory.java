package io.github.multiprocessing4j.region;

import io.github.multiprocessing4j.os.LibraryLog;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** What the machine has left, see proc_meminfo(5). */
final class SystemMemory {
    private static final Path FILE = Path.of("/proc/meminfo");

    private SystemMemory() {}

    /** {@return how many bytes can be had without anybody being killed for it; nothing if that is not known} */
    static OptionalLong available() {
        if (!Files.isReadable(FILE)) {
            return OptionalLong.empty();
        }
        try {
            return available(Files.readAllLines(FILE));
        } catch (IOException | NumberFormatException e) {
            LibraryLog.logger().log(Level.DEBUG, "free memory is not known: {0}", e);
            return OptionalLong.empty();
        }
    }

    /** Lines are {@code MemAvailable:   123456 kB}. */
    static OptionalLong available(List<String> lines) {
        OptionalLong free = kibibytes(lines, "MemAvailable:");
        return free.isEmpty()
                ? free
                : OptionalLong.of(
                        (free.getAsLong() + kibibytes(lines, "SwapFree:").orElse(0)) << 10);
    }

    private static OptionalLong kibibytes(List<String> lines, String what) {
        for (String line : lines) {
            if (line.startsWith(what)) {
                return OptionalLong.of(Long.parseLong(line.replaceAll("[^0-9]", "")));
            }
        }
        return OptionalLong.empty();
    }
}
