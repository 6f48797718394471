package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.recording.Recording;
import io.github.multiprocessing4j.recording.TaskSent;
import io.github.multiprocessing4j.wire.Channel;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** What is on its way to a worker, and the thread that sends it. */
final class Outbox {
    private static final int STACK_BYTES = 256 << 10;

    private final Worker worker;

    private final LinkedBlockingQueue<Letter> letters = new LinkedBlockingQueue<>();

    private sealed interface Letter {
        record ToRun(Assignment assignment) implements Letter {}

        record NoMore() implements Letter {}
    }

    Outbox(Worker worker) {
        this.worker = worker;
    }

    void start(Channel channel) {
        Thread.ofPlatform()
                .daemon()
                .stackSize(STACK_BYTES)
                .name("mp4j-pool-sender to " + worker.id())
                .start(() -> sendAll(channel));
    }

    void add(Assignment assignment) {
        letters.add(new Letter.ToRun(assignment));
    }

    /** Takes back what was recalled, so that what a worker does not fetch does not pile up. It may have been sent. */
    void remove(Assignment assignment) {
        letters.remove(new Letter.ToRun(assignment));
    }

    void close() {
        letters.add(new Letter.NoMore());
    }

    private void sendAll(Channel channel) {
        try {
            while (letters.take() instanceof Letter.ToRun letter) {
                send(letter.assignment(), channel);
            }
        } catch (IOException e) {
            System.getLogger("io.github.multiprocessing4j")
                    .log(Level.DEBUG, "nothing more can be sent to " + worker, e);
            worker.killIfItLingers(); // most likely it is dying, and how is what callers want to know
        } catch (OutOfMemoryError e) {
            worker.terminate(); // what it was to be sent it will not get
            throw e;
        } catch (InterruptedException e) {
            throw new AssertionError("nobody knows this thread", e);
        }
    }

    private static void send(Assignment assignment, Channel channel) throws IOException {
        ByteBuffer @Nullable [] message = assignment.chunk().message(assignment.slot(), assignment.id());
        if (message != null) {
            TaskSent event = Recording.isOn() ? began(assignment) : null;
            long bytes = Arrays.stream(message).mapToLong(ByteBuffer::remaining).sum();
            channel.send(message);
            if (event != null) {
                event.ended(bytes);
            }
        }
    }

    private static TaskSent began(Assignment assignment) {
        CallSite site = assignment.chunk().site;
        return TaskSent.began(
                site.name(),
                site.firstItem(),
                assignment.chunk().size,
                assignment.worker().toString());
    }
}
