package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.codec.Codec;
import io.github.multiprocessing4j.codec.Sink;
import io.github.multiprocessing4j.os.LibraryLog;
import io.github.multiprocessing4j.wire.Channel;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/*
 * It sleeps in a system call, and a JVM that ends waits 300 ms for a thread that does. So it is woken when the worker is done, and by a
 * shutdown hook if a task ends the JVM.
 */
/** The thread of a worker that hears what the pool wants while another one runs a task: to interrupt it, or to know what it does. */
final class Attendant implements Runnable, AutoCloseable {
    /** It is woken whenever something is wanted. */
    private static final long LONGEST_SLEEP_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final int STACK_BYTES = 256 << 10;

    private final Channel channel;

    private final ClaimPage claims;

    private final Interruptible running;

    /** What was dealt with last. */
    private ClaimPage.@Nullable Request last;

    private final Thread thread;

    private volatile boolean closed;

    Attendant(Channel channel, ClaimPage claims, Interruptible running) {
        this.channel = channel;
        this.claims = claims;
        this.running = running;
        this.thread = Thread.ofPlatform()
                .daemon()
                .stackSize(STACK_BYTES)
                .name("mp4j-attendant")
                .unstarted(this);
    }

    static Attendant start(Channel channel, ClaimPage claims, Interruptible running) {
        Attendant attendant = new Attendant(channel, claims, running);
        Runtime.getRuntime().addShutdownHook(new Thread(attendant::dismiss, "mp4j-end-attendant"));
        attendant.thread.start();
        return attendant;
    }

    @Override
    public void run() {
        while (!closed) {
            try {
                claims.bell().sleep(() -> closed || wanted() != null, Limits.FOREVER, LONGEST_SLEEP_NANOS);
                for (ClaimPage.Request request = wanted(); request != null; request = wanted()) {
                    last = request;
                    attendTo(request);
                }
            } catch (InterruptedException e) {
                LibraryLog.logger().log(Level.DEBUG, "interrupted by somebody who has nothing to say here", e);
            }
        }
    }

    private ClaimPage.@Nullable Request wanted() {
        ClaimPage.Request request = claims.request();
        return request.id() != 0 && !request.equals(last) ? request : null;
    }

    private void attendTo(ClaimPage.Request request) {
        if (request.what() == ClaimPage.DUMP) {
            dump(request.id());
        } else {
            running.interrupt(request);
        }
    }

    private void dump(long id) {
        Sink sink = new Sink();
        sink.writeByte(Frames.DUMP);
        sink.writeLong(id);
        Codec.standard().write(ThreadDump.of(running.worker()), sink);
        try {
            channel.send(sink.asByteBuffer());
        } catch (IOException e) {
            LibraryLog.logger().log(Level.DEBUG, "nobody wants to know any more what the threads are doing", e);
        }
    }

    /** Once: afterwards the page may be unmapped. */
    private synchronized void dismiss() {
        if (!closed) {
            closed = true;
            claims.bell().ring();
        }
    }

    /** Ends it before the page is unmapped. */
    @Override
    public void close() {
        dismiss();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
