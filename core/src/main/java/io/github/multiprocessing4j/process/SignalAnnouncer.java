package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.os.LibraryLog;
import java.lang.System.Logger.Level;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/*
 * A signal that comes before these handlers are in place ends the JVM by the JVM's own, in a thread that it names after the signal. That takes a while,
 * longer on a busy machine, in which the main thread goes on. Were this process to call itself ready meanwhile, its parent would take its exit code for one
 * that the user's code has chosen. What looks for that is here, and not in a class of its own, since that would cost a child's start more than the look.
 */
/**
 * Tells the parent which signal ends this process, and then lets the JVM end in its way, with shutdown hooks: its exit code
 * alone, 128 and the signal's number, could also be one that the user's code has chosen.
 */
final class SignalAnnouncer {
    private SignalAnnouncer() {}

    static void install() {
        for (String name : new String[] {"TERM", "INT", "HUP"}) {
            try {
                announce(new Signal(name));
            } catch (IllegalArgumentException e) {
                // The JVM leaves this signal alone (-Xrs): then it kills outright, which is as clear.
                LibraryLog.logger().log(Level.TRACE, "SIG{0} is left alone", name);
            }
        }
    }

    private static void announce(Signal signal) {
        SignalHandler[] jvm = new SignalHandler[1];
        jvm[0] = Signal.handle(signal, new SignalHandler() {
            @Override
            public void handle(Signal received) {
                ParentLink.announceSignal(received.getNumber());
                SignalHandler next = jvm[0];
                if (next != null) {
                    next.handle(received);
                }
            }
        });
    }

    /** {@return whether a signal is ending this process, perhaps one that came too early to be announced} */
    static boolean endsThisProcess() {
        return isShuttingDown() || isBeingHandled();
    }

    private static boolean isShuttingDown() {
        try {
            boolean _ = Runtime.getRuntime().removeShutdownHook(new Thread("never a hook"));
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private static boolean isBeingHandled() {
        ThreadGroup top = Thread.currentThread().getThreadGroup();
        for (ThreadGroup above = top.getParent(); above != null; above = top.getParent()) {
            top = above;
        }
        Thread[] threads = new Thread[2 * top.activeCount() + 16];
        int count = top.enumerate(threads);
        for (int i = 0; i < count; i++) {
            String name = threads[i].getName();
            if (name.startsWith("SIG") && name.endsWith(" handler")) {
                return true;
            }
        }
        return false;
    }
}
