package io.github.multiprocessing4j.codec;

import io.github.multiprocessing4j.failure.SerializationException;
import java.io.NotSerializableException;
import org.jspecify.annotations.Nullable;

/** Turns whatever went wrong into the one exception that the codec throws, with a message that says what to do. */
final class Failures {
    private Failures() {}

    static SerializationException writing(@Nullable Object root, Throwable thrown) {
        Throwable cause = known(thrown);
        if (cause instanceof SerializationException e) {
            return e;
        } else if (cause instanceof StackOverflowError) {
            return tooDeep(root, cause);
        } else if (cause instanceof NotSerializableException refusal) {
            return new SerializationException(Culprit.describe(root, refusal), cause);
        }
        return new SerializationException(
                nameOf(root).concat(" cannot be sent to another process: ").concat(text(cause)), cause);
    }

    static SerializationException reading(Throwable thrown) {
        Throwable cause = known(thrown);
        for (Throwable e = cause; e != null; e = e.getCause()) {
            if (e instanceof SerializationException told) {
                return told;
            }
        }
        if (cause instanceof StackOverflowError) {
            return new SerializationException("A value was received that is nested too deeply to be read", cause);
        }
        return new SerializationException("A value of another process cannot be read: ".concat(text(cause)), cause);
    }

    /** Lets pass what no codec may hide: errors of the virtual machine, of which the stack's overflow is none here. */
    private static Throwable known(Throwable thrown) {
        Throwable cause = CheckedFailure.unwrap(thrown);
        if (cause instanceof VirtualMachineError e && !(cause instanceof StackOverflowError)) {
            throw e;
        }
        return cause;
    }

    private static SerializationException tooDeep(@Nullable Object root, Throwable cause) {
        return new SerializationException(
                nameOf(root)
                        .concat(" is nested too deeply to be sent to another process: keep linked objects in an array"
                                + " or a list instead"),
                cause);
    }

    static String nameOf(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        String name = value.getClass().getTypeName();
        int lambda = name.indexOf("$$Lambda");
        return lambda < 0 ? name : "a lambda in ".concat(name.substring(0, lambda));
    }

    static String text(Throwable thrown) {
        try {
            if (thrown instanceof CyclicValue) {
                return String.valueOf(thrown.getMessage());
            }
            return thrown.toString();
        } catch (Throwable e) {
            return thrown.getClass().getName();
        }
    }
}
