package io.github.multiprocessing4j.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.testkit.Together;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages of every length around those at which records and rings end. */
@Timeout(60)
class LengthsTest {
    private static final int CAPACITY = 4096;

    /** What a test sends, which both sides can tell from a seed. */
    record Plan(long seed, int random) implements java.io.Serializable {
        List<Integer> lengths() {
            List<Integer> all = new ArrayList<>();
            for (int edge : new int[] {0, 512, CAPACITY / 4, CAPACITY / 2, CAPACITY, 2 * CAPACITY, 3 * CAPACITY}) {
                for (int length = Math.max(0, edge - 40); length <= edge + 40; length++) {
                    all.add(length);
                }
            }
            Random lengths = new Random(seed);
            for (int i = 0; i < random; i++) {
                all.add(lengths.nextInt(1 << lengths.nextInt(1, 15)));
            }
            java.util.Collections.shuffle(all, lengths);
            return all;
        }

        void send(Connection to) throws Exception {
            Random content = new Random(~seed);
            for (int length : lengths()) {
                byte[] message = new byte[length];
                content.nextBytes(message);
                to.sendBytes(message);
            }
        }

        void receive(Connection from) throws Exception {
            Random content = new Random(~seed);
            byte[] buffer = new byte[4 * CAPACITY * 2];
            for (int length : lengths()) {
                byte[] expected = new byte[length];
                content.nextBytes(expected);
                assertEquals(length, from.recvBytesInto(buffer, 0), this::toString);
                assertTrue(java.util.Arrays.equals(expected, 0, length, buffer, 0, length), this::toString);
            }
        }
    }

    static Stream<Plan> plans() {
        return Stream.generate(() -> new Plan(System.nanoTime(), 20_000)).limit(2);
    }

    @ParameterizedTest
    @MethodSource("plans")
    void betweenThreads(Plan plan) throws Exception {
        try (Pipe pipe = Pipe.builder().capacity(CAPACITY).create()) {
            var sender = new Peers.Worker<>(() -> {
                plan.send(pipe.first());
                return true;
            });
            plan.receive(pipe.second());
            assertTrue(sender.get());
        }
    }

    @ParameterizedTest
    @MethodSource("plans")
    void betweenProcesses(Plan plan) throws Exception {
        try (Pipe pipe = Pipe.builder().capacity(CAPACITY).create()) {
            Connection there = pipe.second();
            ChildProcess child = ChildProcess.start(() -> {
                plan.receive(there);
                plan.send(there);
            });
            plan.send(pipe.first());
            plan.receive(pipe.first());
            Together.endsWell(child);
        }
    }
}
