package io.github.multiprocessing4j.process;

import static io.github.multiprocessing4j.testkit.Together.endsWell;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.multiprocessing4j.connection.Client;
import io.github.multiprocessing4j.connection.Connection;
import io.github.multiprocessing4j.connection.Listener;
import io.github.multiprocessing4j.connection.Pipe;
import io.github.multiprocessing4j.os.Signals;
import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sun.misc.Signal;

/** Waits in system calls go on when a signal has come for which there is a handler. */
@Timeout(60)
@NullUnmarked
class HandledSignalTest {
    private static final int SIGWINCH = 28;

    /** More than all buffers on the way hold. */
    private static final int LARGE = 4 << 20;

    /** Until the handler has run. */
    private static void signal(ChildProcess child, Queue<String> handled) throws Exception {
        assertEquals(0, Signals.kill(child.pid(), SIGWINCH));
        assertEquals("handled", handled.poll(20, TimeUnit.SECONDS));
    }

    private static void handle(Queue<String> handled) {
        Signal.handle(new Signal("WINCH"), _ -> handled.add("handled"));
    }

    /** As CPython's TestIgnoreEINTR.test_ignore. */
    @Test
    void itDisturbsNeitherWhoReceivesNorWhoSends() throws Exception {
        try (Pipe pipe = Pipe.create();
                Queue<String> handled = Queue.create()) {
            Connection there = pipe.second();
            ChildProcess child = ShortLived.child().start(() -> {
                handle(handled);
                there.send("ready");
                there.send(there.recv());
                there.sendBytes(new byte[LARGE]);
            });
            assertEquals("ready", pipe.first().recv());
            signal(child, handled);
            pipe.first().send(1234);
            assertEquals(1234, pipe.first().recv());
            signal(child, handled);
            assertArrayEquals(new byte[LARGE], pipe.first().recvBytes());
            endsWell(child);
        }
    }

    /** As CPython's TestIgnoreEINTR.test_ignore_listener. */
    @Test
    void itDoesNotDisturbWhoListens() throws Exception {
        try (Pipe pipe = Pipe.create();
                Queue<String> handled = Queue.create()) {
            Connection there = pipe.second();
            ChildProcess child = ShortLived.child().start(() -> {
                handle(handled);
                try (Listener listener = Listener.builder().open()) {
                    there.send(listener.address());
                    try (Connection guest = listener.accept()) {
                        guest.send("welcome");
                    }
                }
            });
            SocketAddress address = (SocketAddress) pipe.first().recv();
            signal(child, handled);
            try (Connection client = Client.connect(address)) {
                assertEquals("welcome", client.recv());
            }
            endsWell(child);
        }
    }
}
