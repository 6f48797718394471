package io.github.multiprocessing4j.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * A JVM that can't use the cache that it is given takes no other archive of classes in its place, and so comes up two times
 * slower than without; some pairs of options it does not even start with. So it is given one only if all its options are known to
 * go with that. All of them were tried on JDK 25.
 */
/** Which options of a JVM an AOT cache goes with. */
final class AotOptions {
    /** The cache has to be made with the same ones. */
    private static final Set<String> OF_MODULES =
            Set.of("--add-modules", "--add-opens", "--add-exports", "--add-reads", "--enable-native-access");

    private static final String[] HARMLESS = {
        "-Xms",
        "-Xmn",
        "-Xss",
        "-Xlog:",
        "-Xint",
        "-Xrs",
        "-Xcheck:jni",
        "-verbose",
        "-ea",
        "-da",
        "-esa",
        "-dsa",
        "-enableassertions",
        "-disableassertions",
        "-enablesystemassertions",
        "-disablesystemassertions",
        "--enable-preview",
        "--sun-misc-unsafe-memory-access"
    };

    /** Of HotSpot's options, without {@code -XX:} and sign. */
    private static final Set<String> HARMLESS_OF_HOTSPOT = Set.of(
            "ActiveProcessorCount",
            "AlwaysPreTouch",
            "CICompilerCount",
            "ConcGCThreads",
            "CrashOnOutOfMemoryError",
            "CreateCoredumpOnCrash",
            "DisplayVMOutputToStderr",
            "EnableDynamicAgentLoading",
            "ErrorFile",
            "ExitOnOutOfMemoryError",
            "HeapDumpOnOutOfMemoryError",
            "HeapDumpPath",
            "InitialHeapSize",
            "InitialRAMPercentage",
            "MaxDirectMemorySize",
            "MaxGCPauseMillis",
            "MaxMetaspaceSize",
            "NativeMemoryTracking",
            "OnError",
            "OnOutOfMemoryError",
            "ParallelGCThreads",
            "ReservedCodeCacheSize",
            "ThreadStackSize",
            "TieredCompilation",
            "TieredStopAtLevel",
            "UseG1GC",
            "UseParallelGC",
            "UsePerfData",
            "UseSerialGC",
            "UseStringDeduplication");

    private static final String[] HARMFUL_PROPERTIES = {
        "-Djava.system.class.loader", "-Djava.security.manager", "-Djdk.", "-Dcom.sun.management"
    };

    /** With a larger heap object references are not compressed, as they are in the cache; somewhat less than that. */
    private static final long LARGEST_HEAP = 31L << 30;

    private static final double USUAL_PERCENTAGE = 25;

    private AotOptions() {}

    /**
     * {@return those of the options with which the cache has to be made, each in one piece; null if no cache goes with all of them}
     *
     * @param options all that a JVM is started with, but for the class path
     */
    static @Nullable List<String> ofModules(List<String> options) {
        List<String> found = new ArrayList<>();
        long heap = -1;
        double percentage = USUAL_PERCENTAGE;
        for (int i = 0; i < options.size(); i++) {
            String option = options.get(i);
            String name = name(option);
            if (OF_MODULES.contains(name)) {
                boolean whole = option.length() > name.length();
                if (!whole && ++i == options.size()) {
                    return null;
                }
                found.add(whole ? option : option + "=" + options.get(i));
            } else if (name.equals("-Xmx") || name.equals("-XX:MaxHeapSize")) {
                heap = bytes(option.substring(name.length()));
                if (heap < 0) {
                    return null;
                }
            } else if (name.equals("-XX:MaxRAMPercentage")) {
                percentage = number(option.substring(name.length() + 1));
            } else if (!isHarmless(option)) {
                return null;
            }
        }
        double most = heap >= 0 ? heap : memory() * percentage / 100;
        return most < LARGEST_HEAP ? List.copyOf(found) : null;
    }

    private static String name(String option) {
        if (option.startsWith("-Xmx")) {
            return "-Xmx";
        }
        int equals = option.indexOf('=');
        return equals < 0 ? option : option.substring(0, equals);
    }

    private static boolean isHarmless(String option) {
        if (option.startsWith("-D")) {
            return !startsWithOne(option, HARMFUL_PROPERTIES);
        }
        if (option.startsWith("-XX:")) {
            String name = name(option).substring("-XX:".length());
            boolean signed = name.startsWith("+") || name.startsWith("-");
            return HARMLESS_OF_HOTSPOT.contains(signed ? name.substring(1) : name);
        }
        return startsWithOne(option, HARMLESS);
    }

    private static boolean startsWithOne(String option, String[] beginnings) {
        for (String beginning : beginnings) {
            if (option.startsWith(beginning)) {
                return true;
            }
        }
        return false;
    }

    /** {@return as many bytes as it says; -1 if that can't be told} */
    private static long bytes(String size) {
        String digits = size.startsWith("=") ? size.substring(1) : size;
        if (digits.isEmpty()) {
            return -1;
        }
        int shift = switch (digits.charAt(digits.length() - 1)) {
            case 'k', 'K' -> 10;
            case 'm', 'M' -> 20;
            case 'g', 'G' -> 30;
            case 't', 'T' -> 40;
            default -> 0;
        };
        double number = number(shift == 0 ? digits : digits.substring(0, digits.length() - 1));
        return number < LARGEST_HEAP ? (long) (number * (1L << shift)) : -1;
    }

    private static double number(String digits) {
        try {
            return Double.parseDouble(digits);
        } catch (NumberFormatException e) {
            return Double.POSITIVE_INFINITY; // the JVM will complain of it
        }
    }

    /** {@return the bytes that this machine has; a container may have less} */
    private static double memory() {
        return Memory.BYTES;
    }

    private static final class Memory {
        private static final String TOTAL = "MemTotal:";

        static final double BYTES = read();

        private static double read() {
            try {
                for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
                    if (line.startsWith(TOTAL) && line.endsWith(" kB")) {
                        return number(line.substring(TOTAL.length(), line.length() - 3)
                                        .strip())
                                * 1024;
                    }
                }
            } catch (IOException e) {
                // Unknown, then.
            }
            return Double.POSITIVE_INFINITY;
        }
    }
}
