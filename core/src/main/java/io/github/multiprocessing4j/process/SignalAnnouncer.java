package io.github.multiprocessing4j.process;

import java.lang.System.Logger.Level;
import sun.misc.Signal;
import sun.misc.SignalHandler;

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
                System.getLogger("io.github.multiprocessing4j").log(Level.TRACE, "SIG{0} is left alone", name);
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
}
