package io.github.multiprocessing4j.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** How a function of the C library becomes a method handle, and what all such calls have in common. */
final class CLibrary {
    private static final Linker LINKER = Linker.nativeLinker();

    private static final Linker.Option CAPTURE_ERRNO = Linker.Option.captureCallState("errno");

    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();

    private static final VarHandle ERRNO =
            CALL_STATE.varHandle(java.lang.foreign.MemoryLayout.PathElement.groupElement("errno"));

    /** What the JVM itself uses for paths and arguments. */
    private static final Charset NATIVE =
            Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"), StandardCharsets.UTF_8);

    private CLibrary() {}

    /** Links a function that reports nothing through errno. */
    @SuppressWarnings("restricted")
    static MethodHandle link(String function, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(address(function), descriptor);
    }

    /** Links a function whose handle takes a {@linkplain #callState call state} first, for {@link #folded}. */
    @SuppressWarnings("restricted")
    static MethodHandle linkWithErrno(String function, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(address(function), descriptor, CAPTURE_ERRNO);
    }

    /** Links a function with a variable number of arguments, of which so many are fixed. */
    @SuppressWarnings("restricted")
    static MethodHandle linkVariadic(String function, int fixed, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(address(function), descriptor, Linker.Option.firstVariadicArg(fixed));
    }

    @SuppressWarnings("restricted")
    static MethodHandle linkVariadicWithErrno(String function, int fixed, FunctionDescriptor descriptor) {
        Linker.Option variadic = Linker.Option.firstVariadicArg(fixed);
        return LINKER.downcallHandle(address(function), descriptor, variadic, CAPTURE_ERRNO);
    }

    private static MemorySegment address(String function) {
        return LINKER.defaultLookup().find(function).orElseThrow(() -> new MissingFunctionException(function));
    }

    static MemorySegment callState(Arena arena) {
        return arena.allocate(CALL_STATE);
    }

    /** {@return the result if it is not negative, the negated error number otherwise} */
    static int folded(int result, MemorySegment callState) {
        return result >= 0 ? result : -(int) ERRNO.get(callState, 0L);
    }

    static int errno(MemorySegment callState) {
        return (int) ERRNO.get(callState, 0L);
    }

    static long folded(long result, MemorySegment callState) {
        return result >= 0 ? result : -(int) ERRNO.get(callState, 0L);
    }

    static MemorySegment string(Arena arena, String text) {
        byte[] bytes = text.getBytes(NATIVE);
        MemorySegment string = arena.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, string, java.lang.foreign.ValueLayout.JAVA_BYTE, 0, bytes.length);
        return string;
    }

    /** {@return a C array of strings with the null pointer that ends it} */
    static MemorySegment strings(Arena arena, List<String> texts) {
        MemorySegment array = arena.allocate(ADDRESS, texts.size() + 1L);
        for (int i = 0; i < texts.size(); i++) {
            array.setAtIndex(ADDRESS, i, string(arena, texts.get(i)));
        }
        return array;
    }

    /** {@return the descriptor of a function that gives an int} */
    static FunctionDescriptor returningInt(java.lang.foreign.MemoryLayout... parameters) {
        return FunctionDescriptor.of(JAVA_INT, parameters);
    }

    /** What a downcall throws: a closed arena and the like must be seen, anything checked can't happen. */
    static RuntimeException unexpected(Throwable thrown) {
        return switch (thrown) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            default -> throw new AssertionError("should not reach here", thrown);
        };
    }
}
