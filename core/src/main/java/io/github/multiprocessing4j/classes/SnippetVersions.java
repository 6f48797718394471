package io.github.multiprocessing4j.classes;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/** Which code snippets have, by the names of their classes: a sum of each class file. */
public final class SnippetVersions {
    private SnippetVersions() {}

    /** {@return the sums of class files} */
    static Map<String, Long> of(Map<String, byte[]> classFiles) {
        Map<String, Long> sums = new LinkedHashMap<>();
        classFiles.forEach((name, bytes) -> sums.put(name, sum(bytes)));
        return sums;
    }

    private static long sum(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return sum.getValue() << 32 ^ Arrays.hashCode(bytes) & 0xffff_ffffL;
    }

    /**
     * Sees to it that snippets are loaded as they are elsewhere, from now on.
     *
     * @param versions by the binary names of their classes
     * @param loader which loads them here
     */
    public static void require(Map<String, Long> versions, ClassLoader loader) {
        if (loader instanceof ShippedClassLoader shipped) {
            shipped.requireSnippets(generation -> versions.entrySet().stream().allMatch(entry -> {
                byte[] here = generation.classFile(entry.getKey());
                return here == null || sum(here) == entry.getValue();
            }));
        }
    }
}
