package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.codec.Codec;
import io.github.multiprocessing4j.codec.Sink;
import io.github.multiprocessing4j.codec.Source;
import io.github.multiprocessing4j.codec.ThrowableCodec;
import io.github.multiprocessing4j.function.RemoteBiFunction;
import io.github.multiprocessing4j.function.RemoteCallable;
import io.github.multiprocessing4j.function.RemoteFunction;
import io.github.multiprocessing4j.pool.Frames.Report;
import io.github.multiprocessing4j.pool.Frames.Run;
import io.github.multiprocessing4j.region.Carrier;
import io.github.multiprocessing4j.region.Transit;
import io.github.multiprocessing4j.wire.Channel;
import io.github.multiprocessing4j.wire.ReceivedMessage;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/*
 * One thread does everything, in order: receive, claim, decode, run, encode, send. Each item is decoded just before it runs
 * and its result is encoded right after, so that what fails is known to the item, and neither all items nor all results
 * are in memory as objects at once.
 *
 * Whatever user code throws is reported, a StackOverflowError too. Only an OutOfMemoryError leaves the loop: this process can't
 * be trusted with the next task, and its death tells the pool more than an exception does.
 */
/** A worker's life: runs chunks until the pool closes the channel, or until it has run its share. */
final class WorkerLoop {
    /** A larger buffer is not kept for the next chunk. */
    private static final int LARGEST_KEPT = 4 << 20;

    private final Codec codec = Codec.standard();

    private final Channel channel;

    private final ClaimPage claims;

    private final Interruptible running;

    private int tasksLeft;

    private Sink sink = new Sink();

    /** The same memory again and again: fresh memory would cost more than to copy what comes. */
    private final ReceivedMessage received = new ReceivedMessage(LARGEST_KEPT);

    /** Of a worker that ends now what it has sent lives on with the pool. */
    private final Transit results = new Transit(() -> tasksLeft > 1 ? null : pool());

    WorkerLoop(Channel channel, ClaimPage claims, Interruptible running, int maxTasks) {
        this.channel = channel;
        this.claims = claims;
        this.running = running;
        this.tasksLeft = maxTasks;
    }

    private static @Nullable Carrier pool() {
        return ProcessHandle.current()
                .parent()
                .map(parent -> Carrier.ofProcess(parent.pid()))
                .orElse(null);
    }

    void run() throws IOException {
        while (tasksLeft > 0 && receive()) {
            Source source = received.source();
            Run run = Run.read(source);
            if (claims.claim(run.slot(), run.id())) {
                runChunk(run, source);
                received.clear();
                send();
                tasksLeft--;
            }
        }
    }

    private boolean receive() throws IOException {
        Thread.interrupted(); // a task may have left it set, and the channel would be closed
        return channel.receive(received);
    }

    private void send() throws IOException {
        Thread.interrupted();
        channel.send(sink.asByteBuffer());
        results.leave();
        if (sink.array().length > LARGEST_KEPT) {
            sink = new Sink();
        }
    }

    /** Leaves the report in the sink. */
    private void runChunk(Run run, Source source) {
        Report.reserve(sink);
        Course course = new Course(run);
        byte type = Frames.DONE;
        running.begin(run);
        try {
            course.all(source);
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable t) {
            type = course.step == Frames.RUN ? Frames.FAILED : Frames.BROKEN;
            course.writeFailure(type, t);
        } finally {
            running.end();
        }
        new Report(type, run.slot(), run.id(), course.done, course.watch.effort(course.begun())).writeTo(sink);
    }

    /** How far a chunk has come. */
    private final class Course {
        private final Run run;

        private final Stopwatch watch = new Stopwatch();

        byte step = Frames.CODE;

        int done;

        Course(Run run) {
            this.run = run;
        }

        void all(Source source) throws Exception {
            Task task = task(run.kind(), codec.read(source));
            if (run.limited()) {
                eachByItself(task, source);
            } else {
                together(task, source);
            }
            claims.runs(done);
        }

        private void eachByItself(Task task, Source source) throws Exception {
            while (done < run.size()) {
                claims.begins(done);
                running.enter(run, done);
                try {
                    one(task, source);
                } finally {
                    running.leave();
                }
            }
        }

        private void together(Task task, Source source) throws Exception {
            running.enter(run, done);
            try {
                while (done < run.size()) {
                    running.requireWanted();
                    claims.runs(done);
                    one(task, source);
                }
            } finally {
                running.leave();
            }
        }

        private void one(Task task, Source source) throws Exception {
            step = Frames.ARGUMENT;
            Object item = codec.read(source);
            step = Frames.RUN;
            Object value = measured(task, item);
            step = Frames.RESULT;
            encode(value);
            watch.ended(done++);
        }

        /** To board takes as long as to encode a number, which takes nobody along. */
        private void encode(@Nullable Object value) {
            if (value == null
                    || value instanceof Number && value.getClass().getClassLoader() == null
                    || value instanceof String) {
                codec.write(value, sink);
            } else {
                results.board(() -> codec.write(value, sink));
            }
        }

        private @Nullable Object measured(Task task, @Nullable Object item) throws Exception {
            watch.start();
            try {
                return task.run(item);
            } finally {
                watch.stop(done);
            }
        }

        /** How many items were begun. */
        int begun() {
            return Math.min(done + 1, run.size());
        }

        void writeFailure(byte type, Throwable failure) {
            if (type == Frames.BROKEN) {
                sink.writeByte(step);
            }
            ThrowableCodec.write(failure, Codec.standard(), sink);
        }
    }

    @SuppressWarnings("unchecked") // it is what the pool's front was given, with its types
    private static Task task(byte kind, @Nullable Object code) {
        Objects.requireNonNull(code, "code");
        return switch (kind) {
            case Frames.CALL -> new Task.Call((RemoteCallable<? extends @Nullable Object>) code);
            case Frames.APPLY -> new Task.Apply((RemoteFunction<@Nullable Object, ? extends @Nullable Object>) code);
            case Frames.SPREAD ->
                new Task.Spread(
                        (RemoteBiFunction<@Nullable Object, @Nullable Object, ? extends @Nullable Object>) code);
            default -> throw new IllegalArgumentException("a kind of code that is none: " + kind);
        };
    }
}
