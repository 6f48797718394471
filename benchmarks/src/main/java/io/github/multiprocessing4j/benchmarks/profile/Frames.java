package io.github.multiprocessing4j.benchmarks.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;

/** How frames are named. What is no method's name stands in brackets. */
final class Frames {
    /** What differs from run to run in the name of a hidden class. */
    private static final Pattern ADDRESS = Pattern.compile("[+/.]0x[0-9a-f]+");

    /** What differs between threads that do the same. */
    private static final Pattern NUMBER = Pattern.compile("[-# ]\\d+");

    private static final String LIBRARY = "io.github.multiprocessing4j.";

    private static final String BENCHMARKS = LIBRARY + "benchmarks.";

    private Frames() {}

    /** {@return the frames of a sample, the callers first: the process, the thread and the methods} */
    static List<String> of(String process, RecordedEvent sample) {
        List<String> names = new ArrayList<>();
        RecordedStackTrace stack = sample.getStackTrace();
        if (stack == null) {
            names.add("[unknown]");
        } else {
            stack.getFrames().stream().map(Frames::method).forEach(names::add);
        }
        names.add(bracketed(NUMBER.matcher(thread(sample)).replaceAll("")));
        names.add(bracketed(process));
        return names.reversed();
    }

    /** {@return the name of the thread that was sampled} */
    static String thread(RecordedEvent sample) {
        var thread = sample.getThread("eventThread");
        String name = thread == null ? null : thread.getJavaName();
        return name == null ? "unknown" : name;
    }

    private static String method(RecordedFrame frame) {
        var method = frame.getMethod();
        return ADDRESS.matcher(method.getType().getName()).replaceAll("") + "." + method.getName();
    }

    private static String bracketed(String name) {
        return "[" + name + "]";
    }

    static boolean isMethod(String frame) {
        return !frame.startsWith("[");
    }

    /** {@return whether it is a method of this library} */
    static boolean isOwn(String frame) {
        return frame.startsWith(LIBRARY) && !frame.startsWith(BENCHMARKS);
    }

    /** {@return without its packages} */
    static String brief(String frame) {
        return isMethod(frame) ? frame.replaceFirst("^([a-z][\\w]*\\.)+(?=[A-Z])", "") : frame;
    }
}
