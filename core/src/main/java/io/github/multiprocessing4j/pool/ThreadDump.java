package io.github.multiprocessing4j.pool;

import java.util.Map;

/** What the threads of this process are doing, for people to read. */
final class ThreadDump {
    private ThreadDump() {}

    /** {@return the stacks of all platform threads, that of the one who matters first} */
    static String of(Thread first) {
        StringBuilder text = new StringBuilder();
        Map<Thread, StackTraceElement[]> stacks = Thread.getAllStackTraces();
        StackTraceElement[] stack = stacks.remove(first);
        append(text, first, stack == null ? first.getStackTrace() : stack);
        stacks.remove(Thread.currentThread());
        stacks.forEach((thread, frames) -> append(text, thread, frames));
        return text.toString();
    }

    /** {@return the stack of one thread, which may be a virtual one} */
    static String ofOne(Thread thread) {
        StringBuilder text = new StringBuilder();
        append(text, thread, thread.getStackTrace());
        return text.toString();
    }

    private static void append(StringBuilder text, Thread thread, StackTraceElement[] frames) {
        text.append('"')
                .append(thread.getName())
                .append("\" ")
                .append(thread.getState())
                .append('\n');
        for (StackTraceElement frame : frames) {
            text.append("    at ").append(frame).append('\n');
        }
    }
}
