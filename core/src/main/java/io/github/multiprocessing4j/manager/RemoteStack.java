package io.github.multiprocessing4j.manager;

import java.util.ArrayList;
import java.util.List;

/** The stack of an exception that was thrown in a server: its frames there, down to the method of the object, and those of the caller here. */
final class RemoteStack {
    private static final String OURS = RemoteStack.class.getPackageName() + ".";

    private RemoteStack() {}

    static StackTraceElement[] joined(StackTraceElement[] there, StackTraceElement[] here) {
        List<StackTraceElement> all = new ArrayList<>();
        for (StackTraceElement frame : there) {
            if (frame.getClassName().equals(Invoker.class.getName())) {
                break;
            }
            if (!isReflection(frame)) {
                all.add(frame);
            }
        }
        all.add(new StackTraceElement("---- called through a proxy by ----", "", null, -1));
        boolean outside = false;
        for (StackTraceElement frame : here) {
            outside |= !frame.getClassName().startsWith(OURS) && !isReflection(frame);
            if (outside) {
                all.add(frame);
            }
        }
        return all.toArray(StackTraceElement[]::new);
    }

    private static boolean isReflection(StackTraceElement frame) {
        String name = frame.getClassName();
        return name.startsWith("jdk.internal.reflect.")
                || name.startsWith("java.lang.reflect.")
                || name.startsWith("java.lang.invoke.")
                || name.startsWith("jdk.proxy");
    }
}
