package io.github.multiprocessing4j.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Strings as C has them. */
final class CStrings {
    /** What the JVM itself uses for paths and arguments. */
    private static final Charset NATIVE =
            Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"), StandardCharsets.UTF_8);

    private CStrings() {}

    /** {@return a string with the NUL that ends it} */
    static MemorySegment one(Arena arena, String text) {
        byte[] bytes = text.getBytes(NATIVE);
        MemorySegment string = arena.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, string, JAVA_BYTE, 0, bytes.length);
        return string;
    }

    /** {@return an array of strings with the null pointer that ends it} */
    static MemorySegment array(Arena arena, List<String> texts) {
        MemorySegment array = arena.allocate(ADDRESS, texts.size() + 1L);
        for (int i = 0; i < texts.size(); i++) {
            array.setAtIndex(ADDRESS, i, one(arena, texts.get(i)));
        }
        return array;
    }
}
