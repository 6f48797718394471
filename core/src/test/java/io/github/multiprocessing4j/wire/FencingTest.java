package io.github.multiprocessing4j.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.Together;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two JVMs that pause at random, so that they miss each other if that is possible. */
@Timeout(60)
class FencingTest {
    private static final long SEED = Long.getLong("mp4j.stress.seed", System.nanoTime());

    private static MemoryChannel.Shape shape(Fencing fencing) {
        return new MemoryChannel.Shape(4096, /* duplex= */ true, Long.MAX_VALUE, fencing);
    }

    @ParameterizedTest
    @EnumSource
    void noWakeUpIsLost(Fencing fencing) throws Exception {
        exchange(150_000, fencing);
    }

    @Test
    @Tag("stress")
    @Timeout(600)
    void noWakeUpIsLostInManyMessages() throws Exception {
        exchange(20_000_000, Fencing.BY_ALL);
    }

    private static void exchange(int count, Fencing fencing) throws Exception {
        List<MemoryChannel> ends = MemoryChannel.create(shape(fencing));
        MemoryChannel theirs = ends.getLast();
        theirs.suspend("it is the child's");
        MemoryChannel.Handle handle = theirs.depart();
        long seed = SEED;
        ChildProcess child = ChildProcess.start(() -> {
            MemoryChannel end = handle.arrive();
            sendNumbers(Objects.requireNonNull(end.outgoing()), count, seed);
            end.close("all was sent");
            end.release();
        });
        theirs.sent();
        theirs.release();
        MemoryChannel ours = ends.getFirst();
        long start = System.nanoTime();
        receiveNumbers(Objects.requireNonNull(ours.incoming()), count, ~seed);
        long taken = System.nanoTime() - start;
        // A wake-up that is lost is made up for a fifth of a second later; there are hundreds of pauses.
        assertTrue(taken / 1_000 < 40L * count + 5_000_000, () -> "seed " + seed + ": " + taken / 1_000_000 + " ms");
        Together.endsWell(child);
        ours.close("all has come");
        ours.release();
    }

    /** Numbers as lengths of messages that have no meaning. */
    private static int length(int number) {
        return 1 + number % 13;
    }

    private static void sendNumbers(Outgoing out, int count, long seed) throws IOException {
        Random random = new Random(seed);
        byte[] message = new byte[16];
        for (int i = 0; i < count; i++) {
            maybePause(random);
            out.begin(length(i));
            out.write(message, 0, length(i));
            out.end();
        }
    }

    private static void receiveNumbers(WaitableIncoming in, int count, long seed) throws IOException {
        Random random = new Random(seed);
        MemorySegment message = MemorySegment.ofArray(new byte[16]);
        for (int i = 0; i < count; i++) {
            maybePause(random);
            long start = System.nanoTime();
            int length = (int) in.begin();
            assertTrue(System.nanoTime() - start < 5 * Together.ONE_SECOND, "the wake-up was lost");
            assertEquals(length(i), length);
            in.read(message.asSlice(0, length));
            in.end();
        }
    }

    /** Up to a few times as long as a side looks before it sleeps. */
    private static void maybePause(Random random) {
        if (random.nextInt(1_000) == 0) {
            for (int i = random.nextInt(5_000); i > 0; i--) {
                Thread.onSpinWait();
            }
        }
    }

    /**
     * They begin at the same moment, again and again, with what they will look at at hand and what they will change far away. Where both processors are threads of one core
     * a store is hardly ever late, and without a fence it takes luck to find that.
     */
    @ParameterizedTest
    @EnumSource
    void whoSleepsAndWhoSendsDoNotMissEachOther(Fencing fencing) throws Exception {
        int rounds = fencing == Fencing.BY_ALL ? 1_000_000 : 20_000; // the other one calls the kernel
        long size = RingLayout.bytes(2 * RingLayout.HEADER);
        MemorySegment rings = Arena.ofAuto().allocate(size * 64, 128);
        AtomicInteger sender = new AtomicInteger();
        AtomicInteger sleeper = new AtomicInteger();
        boolean[] told = new boolean[rounds];
        boolean[] seen = new boolean[rounds];
        Thread sends = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < rounds; i++) {
                MemorySegment ring = rings.asSlice(i % 64 * size, size);
                Doorbell bell = new Doorbell(ring, RingLayout.READER_SLEEPS, fencing);
                meet(sender, sleeper);
                assertFalse(bell.isMarked());
                meet(sender, sleeper);
                delay(sender, i % 32);
                RingLayout.put(ring, 0, RingLayout.header(0, RingLayout.FIRST));
                fencing.afterChange();
                told[i] = bell.isMarked();
                meet(sender, sleeper);
            }
        });
        for (int i = 0; i < rounds; i++) {
            MemorySegment ring = rings.asSlice(i % 64 * size, size);
            ring.fill((byte) 0);
            Doorbell bell = new Doorbell(ring, RingLayout.READER_SLEEPS, fencing);
            meet(sleeper, sender);
            assertEquals(RingLayout.NONE, RingLayout.header(ring, 0));
            meet(sleeper, sender);
            delay(sleeper, i / 32 % 32);
            int _ = bell.mark();
            bell.fence();
            seen[i] = RingLayout.header(ring, 0) != RingLayout.NONE;
            meet(sleeper, sender);
        }
        sends.join();
        for (int i = 0; i < rounds; i++) {
            assertTrue(told[i] || seen[i], "neither has seen what the other one did, in round " + i);
        }
    }

    /** Some nanoseconds each: nobody knows who sees first that both are there. */
    private static void delay(AtomicInteger own, int looks) {
        for (int i = 0; i < looks; i++) {
            assertTrue(own.get() > 0);
        }
    }

    private static void meet(AtomicInteger own, AtomicInteger other) {
        int turn = own.incrementAndGet();
        while (other.get() < turn) {
            Thread.onSpinWait();
        }
    }

    @Test
    void whoSleepsAtManyChannelsWantsNoFenceOfItsOwn() {
        for (Fencing fencing : Fencing.values()) {
            List<MemoryChannel> ends = MemoryChannel.create(shape(fencing));
            if (fencing == Fencing.BY_ALL) {
                assertEquals("owner", new Switchboard.Line<>(ends.getFirst(), "owner").owner());
            } else {
                assertThrows(IllegalArgumentException.class, () -> new Switchboard.Line<>(ends.getFirst(), "owner"));
            }
            for (MemoryChannel end : ends) {
                end.close("it was tried");
                end.release();
            }
        }
    }
}
