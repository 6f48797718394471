package io.github.multiprocessing4j.soak;

import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.sharedtypes.Array;
import io.github.multiprocessing4j.sharedtypes.LongArray;
import io.github.multiprocessing4j.testkit.Work;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Two queues, one with a limit. Producers put numbered elements of all sizes into both; each consumer has a thread for each queue and passes on who has put what.
 *
 * @param queues the two
 * @param passedOn from the consumers: which queue, which generation of a producer, and which number
 * @param begun how many elements each producer was about to put, in each queue
 * @param put how many {@code put} has returned of
 * @param passed how many each consumer has passed on, of each queue
 * @param over not 0 when producers are to end
 */
record Conveyor(
        List<Queue<int[]>> queues,
        Queue<int[]> passedOn,
        LongArray begun,
        LongArray put,
        LongArray passed,
        LongArray over)
        implements Serializable, AutoCloseable {
    private static final int LIMIT = 16;

    private static final int MOST_INTS = 2_000;

    private static final int MOST_AT_A_TIME = 20;

    private static final int MOST_PAUSE_NANOS = 5_000_000;

    /** Before what fills an element: its generation and its number. */
    private static final int HEAD = 2;

    private static final int END = -1;

    static Conveyor create(int producers, int consumers) {
        List<Queue<int[]>> queues = List.of(Queue.create(LIMIT), Queue.create());
        return new Conveyor(
                queues,
                Queue.create(),
                Array.ofLong(producers * queues.size()),
                Array.ofLong(producers * queues.size()),
                Array.ofLong(consumers * queues.size()),
                Array.ofLong(1));
    }

    /** {@return where it is noted what somebody has done with a queue} */
    int at(int who, int queue) {
        return who * queues.size() + queue;
    }

    /** What a producer does until all is over. */
    void produce(int producer, int generation, long seed) throws InterruptedException {
        Random random = new Random(seed);
        int[] next = new int[queues.size()];
        while (over.get(0) == 0) {
            int queue = random.nextInt(queues.size());
            int at = at(producer, queue);
            for (int more = random.nextInt(MOST_AT_A_TIME); more >= 0; more--) {
                int number = next[queue]++;
                begun.set(at, number + 1);
                queues.get(queue).put(element(generation, number, random.nextInt(MOST_INTS)));
                put.set(at, number + 1);
            }
            Work.nanos(random.nextInt(MOST_PAUSE_NANOS));
        }
    }

    private static int[] element(int generation, int number, int size) {
        int[] element = new int[HEAD + size];
        Arrays.fill(element, number);
        element[0] = generation;
        return element;
    }

    /** What a consumer does until it is told that nothing comes any more. */
    void consume(int consumer) throws InterruptedException {
        List<Thread> threads = IntStream.range(0, queues.size())
                .mapToObj(queue -> Thread.ofPlatform().start(() -> consume(consumer, queue)))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void consume(int consumer, int queue) {
        try {
            for (int[] element = queues.get(queue).take();
                    element[0] != END;
                    element = queues.get(queue).take()) {
                passedOn.put(new int[] {queue, element[0], isWhole(element) ? element[1] : END});
                passed.getAndAdd(at(consumer, queue), 1);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this", e);
        }
    }

    private static boolean isWhole(int[] element) {
        return Arrays.stream(element, 1, element.length).allMatch(each -> each == element[1]);
    }

    /** Tells consumers that nothing comes any more. */
    void end(int consumers) throws InterruptedException {
        for (int consumer = 0; consumer < consumers; consumer++) {
            for (Queue<int[]> queue : queues) {
                queue.put(new int[] {END});
            }
        }
    }

    @Override
    public void close() {
        queues.forEach(Queue::close);
        passedOn.close();
        List.of(begun, put, passed, over).forEach(LongArray::close);
    }
}
