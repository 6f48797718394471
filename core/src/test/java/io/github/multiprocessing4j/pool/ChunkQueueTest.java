package io.github.multiprocessing4j.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.multiprocessing4j.pool.EncodedChunk.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ChunkQueueTest {
    private static final EncodedCode CODE = EncodedCode.of(new Task.Call(() -> 1), TaskOptions.none());

    private final ChunkQueue queue = new ChunkQueue();

    private static EncodedChunk chunk() {
        return (EncodedChunk) CODE.chunk(CallSite.ofCall("apply"), List.of(1), _ -> {});
    }

    private static List<EncodedChunk> chunks(int count) {
        return Stream.generate(ChunkQueueTest::chunk).limit(count).toList();
    }

    @Test
    void anEmptyOneGivesNothing() {
        assertNull(queue.poll());
        assertEquals(List.of(), queue.clear());
        assertEquals(0, queue.size());
    }

    @Test
    void whatIsWithdrawnIsGoneAndMayBeQueuedAgain() {
        EncodedChunk chunk = chunk();
        queue.addAll(List.of(chunk));
        queue.withdraw(chunk);
        assertEquals(Place.GONE, chunk.place);
        assertNull(queue.poll());
        queue.addFirst(chunk);
        assertSame(chunk, queue.poll());
    }

    @RepeatedTest(20)
    void isWhatADequeWouldBe(RepetitionInfo info) {
        Random random = new Random(info.getCurrentRepetition());
        Deque<EncodedChunk> expected = new ArrayDeque<>();
        for (int i = 0; i < 1000; i++) {
            switch (random.nextInt(7)) {
                case 0, 1 -> {
                    List<EncodedChunk> added = chunks(random.nextInt(3));
                    queue.addAll(added);
                    expected.addAll(added);
                }
                case 2 -> {
                    EncodedChunk added = chunk();
                    queue.addFirst(added);
                    expected.addFirst(added);
                }
                case 3, 4 -> assertSame(expected.poll(), queue.poll());
                case 5 -> {
                    if (!expected.isEmpty()) {
                        EncodedChunk any = new ArrayList<>(expected).get(random.nextInt(expected.size()));
                        queue.withdraw(any);
                        expected.remove(any);
                    }
                }
                default -> {
                    if (random.nextInt(20) == 0) {
                        assertEquals(List.copyOf(expected), queue.clear());
                        expected.clear();
                    }
                }
            }
            assertEquals(expected.size(), queue.size());
            assertEquals(expected.isEmpty(), queue.isEmpty());
        }
        assertEquals(List.copyOf(expected), queue.clear());
    }
}
