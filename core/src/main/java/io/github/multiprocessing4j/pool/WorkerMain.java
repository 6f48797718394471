package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.codec.Codec;
import io.github.multiprocessing4j.codec.Sink;
import io.github.multiprocessing4j.codec.Source;
import io.github.multiprocessing4j.codec.ThrowableCodec;
import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.os.LibraryLog;
import io.github.multiprocessing4j.wire.Channel;
import io.github.multiprocessing4j.wire.Invitation;
import io.github.multiprocessing4j.wire.SharedChannel;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a worker process runs, and all it is told at its start.
 *
 * @param invitation to the channel to the pool
 * @param page path of the claim page
 * @param initializer what it runs first, encoded
 * @param maxTasks after how many chunks it ends
 * @param index its number among the workers that are there
 */
record WorkerMain(Invitation invitation, String page, byte @Nullable [] initializer, int maxTasks, int index)
        implements RemoteRunnable {
    private static final int EXIT_UNUSABLE = 1;

    /** Ends when the pool closes the channel, or when enough chunks have been run. */
    @Override
    public void run() throws Exception {
        boolean usable = true;
        WorkerContext context = WorkerContext.enter(index);
        try (Channel channel = SharedChannel.follow(invitation.accept());
                ClaimPage claims = ClaimPage.open(Path.of(page))) {
            usable = initialize(channel);
            if (usable) {
                run(channel, claims);
            }
        } catch (IOException e) {
            // What tasks throw is dealt with in the loop, so this is the channel: the pool is gone, or does not want
            // us.
            LibraryLog.logger().log(Level.DEBUG, "the pool is gone", e);
        }
        context.leave();
        if (!usable) {
            System.exit(EXIT_UNUSABLE);
        }
    }

    private void run(Channel channel, ClaimPage claims) throws IOException {
        Interruptible running = new Interruptible(claims);
        try (var _ = Attendant.start(channel, claims, running)) {
            new WorkerLoop(channel, claims, running, maxTasks).run();
        }
    }

    private boolean initialize(Channel channel) throws IOException {
        Sink sink = new Sink();
        Throwable failure = runInitializer();
        sink.writeByte(failure == null ? Frames.READY : Frames.UNUSABLE);
        if (failure != null) {
            ThrowableCodec.write(failure, Codec.standard(), sink);
        }
        Thread.interrupted(); // or the channel would be closed
        channel.send(sink.asByteBuffer());
        return failure == null;
    }

    @SuppressWarnings("CatchingUnchecked") // whatever user code throws is to be reported
    private @Nullable Throwable runInitializer() {
        if (initializer == null) {
            return null;
        }
        try {
            Object code = Codec.standard().read(Source.of(initializer));
            ((RemoteRunnable) Objects.requireNonNull(code)).run();
            return null;
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable t) {
            return t;
        }
    }
}
