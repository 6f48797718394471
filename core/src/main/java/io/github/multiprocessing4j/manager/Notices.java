package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.connection.Connection;
import io.github.multiprocessing4j.os.LibraryLog;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** What a server is told and does not answer. If it is gone, nothing is lost with that. Thread-safe. */
final class Notices {
    private final Connection control;

    private final ConcurrentLinkedQueue<Request.Control.Interrupt> interrupts = new ConcurrentLinkedQueue<>();

    /** Proxies that were given up, which the server does not know yet. */
    private final ConcurrentLinkedQueue<Long> givenUp = new ConcurrentLinkedQueue<>();

    private final AtomicBoolean telling = new AtomicBoolean();

    /** Held by who says what has gathered. */
    private final Object inOrder = new Object();

    Notices(Connection control) {
        this.control = control;
    }

    /** Tells it now, however long the server takes to read. */
    void tell(Request.Control what) {
        try {
            CallLink.sendPatiently(control::send, what);
        } catch (IOException e) {
            LibraryLog.logger().log(Level.DEBUG, "{0} was to be told {1}", control, what);
        }
    }

    /** A call is to be interrupted. Does not wait. */
    void interrupt(Request.Control.Interrupt interrupt) {
        interrupts.add(interrupt);
        tellSoon();
    }

    /** A proxy was given up. Does not wait. */
    void release(long id) {
        givenUp.add(id);
        tellSoon();
    }

    private void tellSoon() {
        if (telling.compareAndSet(false, true)) {
            Thread.ofVirtual().name("mp4j-manager-notices").start(this::tellUntilAllIsTold);
        }
    }

    private void tellUntilAllIsTold() {
        do {
            flush();
            telling.set(false);
        } while (!(givenUp.isEmpty() && interrupts.isEmpty()) && telling.compareAndSet(false, true));
    }

    /** Tells what has gathered, before anything else is said about the same objects. */
    void flush() {
        synchronized (inOrder) {
            for (Request.Control.Interrupt each = interrupts.poll(); each != null; each = interrupts.poll()) {
                tell(each);
            }
            tellIds();
        }
    }

    private void tellIds() {
        long[] ids = new long[1024];
        int count = 0;
        for (Long id = givenUp.poll(); id != null; id = givenUp.poll()) {
            ids[count++] = id;
            if (count == ids.length) {
                tell(new Request.Control.Release(ids.clone()));
                count = 0;
            }
        }
        if (count > 0) {
            tell(new Request.Control.Release(Arrays.copyOf(ids, count)));
        }
    }
}
