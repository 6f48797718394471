package io.github.multiprocessing4j.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/*
 * The JDK writes code for each shape of function that is called, which takes a JVM that has just started five to eight milliseconds and
 * some memory: a process that used twenty shapes spent half of its time to come up with that. So all functions are called by one: seven
 * numbers, pointers among them, and a number as result. That is right where arguments go by registers first and the caller clears the stack,
 * as on Linux with x86-64, AArch64 and RISC-V: a function with fewer parameters does not look at the rest, one with narrower ones does not
 * look at the upper halves, and one with a variable number of them finds them where it looks. Of a result that is an int the upper half is undefined.
 */
/**
 * A function of the C library. Linux only.
 *
 * @param address where it is
 */
record CFunction(MemorySegment address) {
    private static final Linker.Option CAPTURE_ERRNO = Linker.Option.captureCallState("errno");

    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();

    private static final long ERRNO = CALL_STATE.byteOffset(PathElement.groupElement("errno"));

    /** C's null pointer. */
    static final long NULL = 0;

    private static final int MOST = 7;

    private static final MethodHandle CALL = handle();

    /** The call state of calls whose error number nobody wants to know. */
    private static final MemorySegment UNREAD = callState(Arena.global());

    @SuppressWarnings("restricted")
    private static MethodHandle handle() {
        var descriptor = FunctionDescriptor.of(
                JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
        return Linker.nativeLinker().downcallHandle(descriptor, CAPTURE_ERRNO);
    }

    /**
     * {@return the one with a name}
     *
     * @throws MissingFunctionException if there is none
     */
    static CFunction named(String name) {
        return new CFunction(
                Linker.nativeLinker().defaultLookup().find(name).orElseThrow(() -> new MissingFunctionException(name)));
    }

    /** {@return room for the error number of a call} */
    static MemorySegment callState(Arena arena) {
        return arena.allocate(CALL_STATE);
    }

    /**
     * Calls a function whose result is an {@code int}.
     *
     * @param callState room for the error number
     * @param arguments as C has them; of what is in memory the address
     * @return the result if it is not negative, the negated error number otherwise
     */
    int call(MemorySegment callState, long... arguments) {
        int result = (int) invoke(callState, arguments);
        return result >= 0 ? result : -errno(callState);
    }

    /**
     * Calls a function whose result is a {@code long}, or as wide.
     *
     * @param callState room for the error number
     * @param arguments as C has them; of what is in memory the address
     * @return the result if it is not negative, the negated error number otherwise
     */
    long callLong(MemorySegment callState, long... arguments) {
        long result = invoke(callState, arguments);
        return result >= 0 ? result : -errno(callState);
    }

    /**
     * Calls a function whose result is an {@code int} that says all there is to say.
     *
     * @param arguments as C has them; of what is in memory the address
     * @return the result
     */
    int callPlain(long... arguments) {
        return (int) invoke(UNREAD, arguments);
    }

    private long invoke(MemorySegment callState, long[] arguments) {
        if (arguments.length > MOST) {
            throw new IllegalArgumentException(arguments.length + " arguments");
        }
        try {
            return (long) CALL.invokeExact(
                    address,
                    callState,
                    at(0, arguments),
                    at(1, arguments),
                    at(2, arguments),
                    at(3, arguments),
                    at(4, arguments),
                    at(5, arguments),
                    at(6, arguments));
        } catch (RuntimeException | Error e) { // such as a closed arena
            throw e;
        } catch (Throwable t) {
            throw new AssertionError("should not reach here", t);
        }
    }

    private static long at(int index, long[] arguments) {
        return index < arguments.length ? arguments[index] : 0;
    }

    /** {@return the error number of the call that was made with a call state} */
    static int errno(MemorySegment callState) {
        return callState.get(JAVA_INT, ERRNO);
    }
}
