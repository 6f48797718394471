package io.github.multiprocessing4j.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SocketPollerTest {
    private final List<Pipe> pipes = new ArrayList<>();

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    private SocketPoller poller;

    SocketPollerTest() throws IOException {
        poller = SocketPoller.shared();
    }

    @BeforeEach
    void openPipes() throws IOException {
        for (int i = 0; i < 10; i++) {
            Pipe pipe = Pipe.open();
            pipe.source().configureBlocking(false);
            pipe.sink().configureBlocking(false);
            pipes.add(pipe);
        }
    }

    @AfterEach
    void closePipes() throws IOException {
        for (Pipe pipe : pipes) {
            pipe.source().close();
            pipe.sink().close();
            poller.releaseAtOnce(pipe.source());
            poller.releaseAtOnce(pipe.sink());
        }
    }

    private ReadinessWatch watch(int i) {
        return poller.watch(pipes.get(i).source(), SelectionKey.OP_READ, () -> told.add("pipe " + i));
    }

    private void write(int i) throws IOException {
        assertEquals(1, pipes.get(i).sink().write(ByteBuffer.allocate(1)));
    }

    private String next() throws InterruptedException {
        return String.valueOf(told.poll(20, TimeUnit.SECONDS));
    }

    /** The poller has done what it was asked for before, and told whoever is ready. */
    private void letItLookTwice() throws Exception {
        for (int i = 0; i < 2; i++) {
            poller.watch(pipes.get(9).sink(), SelectionKey.OP_WRITE, () -> told.add("looked"));
            assertEquals("looked", next());
        }
    }

    @Test
    void tellsOnce() throws Exception {
        ReadinessWatch watch = watch(0);
        letItLookTwice();
        assertFalse(watch.isDone());
        write(0);
        assertEquals("pipe 0", next());
        assertTrue(watch.isDone());
        letItLookTwice(); // though it stays ready
        watch(0);
        assertEquals("pipe 0", next());
    }

    @Test
    void whoHasCancelledIsNotTold() throws Exception {
        ReadinessWatch watch = watch(0);
        watch.cancel();
        watch(1);
        write(0);
        write(1);
        assertEquals("pipe 1", next());
        letItLookTwice();
        assertTrue(watch.isDone());
    }

    @Test
    void oneMayWaitForManyAndManyForOne() throws Exception {
        for (int i = 0; i < 9; i++) {
            watch(i);
        }
        watch(4);
        write(4);
        assertEquals("pipe 4", next());
        assertEquals("pipe 4", next());
        letItLookTwice();
        write(8);
        assertEquals("pipe 8", next());
        assertNull(told.poll());
    }

    @Test
    void whoWaitsForAClosedChannelIsToldEvenIfNobodySaidThatItIs() throws Exception {
        watch(0);
        letItLookTwice();
        pipes.get(0).source().close();
        assertEquals("pipe 0", next());
        watch(0);
        assertEquals("pipe 0", next());
    }

    @Test
    void aReleasedChannelCanBlockAndComeBack() throws Exception {
        watch(0);
        poller.releaseAtOnce(pipes.get(0).source());
        assertEquals("pipe 0", next());
        pipes.get(0).source().configureBlocking(true);
        pipes.get(0).source().configureBlocking(false);
        watch(0);
        letItLookTwice();
        write(0);
        assertEquals("pipe 0", next());
    }

    @Test
    void aChannelThatBlocksCanNotBeWaitedFor() throws Exception {
        pipes.get(0).source().configureBlocking(true);
        watch(0);
        assertEquals("pipe 0", next());
    }

    private void watchBadly(int i) {
        poller.watch(pipes.get(i).source(), SelectionKey.OP_READ, () -> {
            throw new IllegalStateException("on purpose");
        });
    }

    @Test
    void whoThrowsDoesNotKeepOthersFromBeingToldOfARelease() throws Exception {
        watchBadly(0);
        watch(0);
        poller.releaseAtOnce(pipes.get(0).source());
        assertEquals("pipe 0", next());
    }

    @Test
    void whoThrowsHarmsNobody() throws Exception {
        watchBadly(0);
        watch(0);
        watch(1);
        letItLookTwice();
        write(0);
        assertEquals("pipe 0", next());
        letItLookTwice();
        write(1);
        assertEquals("pipe 1", next());
    }
}
