package io.github.multiprocessing4j.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.github.multiprocessing4j.failure.ExitStatus;
import io.github.multiprocessing4j.failure.ExitStatus.Signaled;
import io.github.multiprocessing4j.region.Transit;
import io.github.multiprocessing4j.wire.Channel;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OutboxTest {
    /** A process that does nothing but end when it is asked to. */
    private record Idle(CompletableFuture<ExitStatus> onExit) implements WorkerProcess {
        @Override
        public WorkerId id() {
            return new WorkerId("idle", 1);
        }

        @Override
        public void terminate() {
            onExit.complete(new Signaled(15));
        }

        @Override
        public void kill() {
            onExit.complete(new Signaled(9));
        }

        @Override
        public void killTree() {
            kill();
        }

        @Override
        public Optional<String> crashReport() {
            return Optional.empty();
        }
    }

    /** Has no memory for what it is to send. */
    private record Exhausted() implements Channel {
        @Override
        public void send(ByteBuffer... parts) {
            throw new OutOfMemoryError("nothing is left to send this with");
        }

        @Override
        public @Nullable ByteBuffer receive() {
            return null;
        }

        @Override
        public void close() {}
    }

    /** It would else wait for what it is never sent, and its pool for it. */
    @Test
    void aWorkerThatCanNotBeSentSomethingIsEndedAndTheChunkIsNotLost() throws Exception {
        Idle process = new Idle(new CompletableFuture<>());
        WorkerSettings settings = WorkerSettings.of(1, null, List.of());
        Dispatcher dispatcher = new Dispatcher(Staffing.of(1), main -> process, settings);
        dispatcher.stop(); // so that nobody takes the place of the one that ends
        Seat seat = new Seat(0, Integer.MAX_VALUE);
        Worker worker = Worker.launch(dispatcher, seat, Staffing.of(1), main -> process, settings);
        seat.take(worker);
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        EncodedChunk chunk = new EncodedChunk(
                EncodedCode.of(new Task.Call(() -> 0), TaskOptions.none()),
                CallSite.ofCall("apply"),
                new EncodedChunk.Items(ByteBuffer.allocate(0), List.of()),
                1,
                new Transit(),
                outcome::complete);
        Assignment assignment = new Assignment(worker, 0, 1, chunk);
        seat.put(assignment);
        worker.outbox().start(new Exhausted());
        worker.outbox().add(assignment);
        worker.outbox().flush();
        process.onExit().get(30, TimeUnit.SECONDS);
        worker.run();
        assertEquals(EncodedChunk.Place.QUEUED, chunk.place);
        dispatcher.terminate(Worker::terminate);
        assertInstanceOf(Outcome.Discarded.class, outcome.get());
    }
}
