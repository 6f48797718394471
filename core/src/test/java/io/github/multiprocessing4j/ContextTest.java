package io.github.multiprocessing4j;

import static io.github.multiprocessing4j.testkit.Together.endsWell;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.connection.Connection;
import io.github.multiprocessing4j.connection.Pipe;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.sharedtypes.IntArray;
import io.github.multiprocessing4j.sharedtypes.IntValue;
import io.github.multiprocessing4j.testkit.Together;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class ContextTest {
    static List<Context> all() {
        return List.of(Context.processes(), Context.threads(), Context.virtualThreads());
    }

    /** The same code, as the example in the description of Context has it. */
    private static int sum(Context context, List<Integer> numbers) throws Exception {
        try (Queue<Integer> queue = context.queue()) {
            ChildProcess p = context.process(
                            () -> queue.put(numbers.stream().mapToInt(n -> n).sum()))
                    .start();
            int sum = queue.take();
            endsWell(p);
            return sum;
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void theSameCodeRunsInEach(Context context) throws Exception {
        assertEquals(6, sum(context, List.of(1, 2, 3)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void mayBeCaptured(Context context) throws Exception {
        assertEquals(context, Together.sent(context));
        assertTrue(context.toString().startsWith("Context["), context::toString);
    }

    @Test
    void processesAreWhatTheirKindsAre() {
        assertEquals(
                List.of(false, true, true),
                all().stream()
                        .map(context -> context.process(() -> {}).isThread())
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("all")
    void valuesAndArraysAreTheSameInAll(Context context) {
        try (IntValue value = (IntValue) context.value('i', 7);
                IntArray array = (IntArray) context.array('i', 3);
                IntValue rawValue = (IntValue) context.rawValue('i', 8);
                IntArray rawArray = (IntArray) context.rawArray('i', 2)) {
            assertEquals(15, value.get() + rawValue.get());
            assertEquals(5, array.length() + rawArray.length());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void pipesHaveTwoEndsOrOne(Context context) throws Exception {
        try (Pipe pipe = context.pipe();
                Pipe oneWay = context.oneWayPipe()) {
            Connection sender = oneWay.second();
            pipe.first().send("a");
            pipe.second().send("b");
            sender.send("c");
            assertEquals(
                    List.of("a", "b", "c"),
                    List.of(
                            String.valueOf(pipe.second().recv()),
                            String.valueOf(pipe.first().recv()),
                            String.valueOf(oneWay.first().recv())));
            assertFalse(sender.isReadable());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void queuesHaveTheCapacityThatWasAskedFor(Context context) throws Exception {
        try (var queue = context.<Integer>queue(1);
                var joinable = context.<Integer>joinableQueue(2);
                var endless = context.<Integer>joinableQueue();
                var simple = context.<Integer>simpleQueue()) {
            assertEquals(1, queue.remainingCapacity());
            assertEquals(2, joinable.remainingCapacity());
            assertEquals(Integer.MAX_VALUE, endless.remainingCapacity());
            assertTrue(simple.isEmpty());
            assertThrows(IllegalArgumentException.class, () -> context.queue(-1));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void knowsTheRunningProcess(Context context) {
        assertSame(ChildProcess.current(), context.currentProcess());
        assertEquals(ChildProcess.parent(), context.parentProcess());
        assertEquals(List.of(), context.activeChildren());
    }
}
