package io.github.multiprocessing4j.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * This process's environment, environ(7), as the bytes that it is: {@link System#getenv()} gives text, and what is no text
 * in the JVM's encoding does not survive that.
 */
final class Environment {
    // extern char **environ;
    private static final MemorySegment ENVIRON = environ();

    private Environment() {}

    /** Makes the class look up its symbol. */
    static void link() {}

    @SuppressWarnings("restricted")
    private static MemorySegment environ() {
        return Linker.nativeLinker()
                .defaultLookup()
                .find("environ")
                .orElseThrow(() -> new MissingFunctionException("environ"))
                .reinterpret(ADDRESS.byteSize());
    }

    /**
     * {@return a C array of the variables, with the null pointer that ends it}
     *
     * @param changed those that are others; null for none of that name
     */
    static MemorySegment with(Arena arena, Map<String, @Nullable String> changed) {
        List<MemorySegment> kept = new ArrayList<>();
        for (MemorySegment variable : variables()) {
            if (changed.keySet().stream().noneMatch(name -> isNamed(variable, name))) {
                kept.add(variable);
            }
        }
        changed.forEach((name, value) -> {
            if (value != null) {
                kept.add(CStrings.one(arena, name + "=" + value));
            }
        });
        MemorySegment array = arena.allocate(ADDRESS, kept.size() + 1L);
        for (int i = 0; i < kept.size(); i++) {
            array.setAtIndex(ADDRESS, i, kept.get(i));
        }
        return array;
    }

    @SuppressWarnings("restricted")
    private static List<MemorySegment> variables() {
        List<MemorySegment> variables = new ArrayList<>();
        MemorySegment array = ENVIRON.get(ADDRESS, 0).reinterpret(Long.MAX_VALUE);
        if (array.address() == 0) {
            return variables; // clearenv(3)
        }
        for (long i = 0; array.getAtIndex(ADDRESS, i).address() != 0; i++) {
            variables.add(array.getAtIndex(ADDRESS, i).reinterpret(Long.MAX_VALUE));
        }
        return variables;
    }

    /** Looks no further than the first byte that differs, which at the latest is the one that ends the string. */
    private static boolean isNamed(MemorySegment variable, String name) {
        byte[] start = name.concat("=").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < start.length; i++) {
            if (variable.get(JAVA_BYTE, i) != start[i]) {
                return false;
            }
        }
        return true;
    }
}
