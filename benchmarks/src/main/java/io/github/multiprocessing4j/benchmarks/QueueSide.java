package io.github.multiprocessing4j.benchmarks;

import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.queue.SimpleQueue;
import java.io.Serializable;
import java.util.List;

/** This library's side of the measures on queues. */
final class QueueSide {
    private static final int MESSAGES = 100_000;

    private final Effort effort;

    private final Pinning pinning;

    QueueSide(Effort effort, Pinning pinning) {
        this.effort = effort;
        this.pinning = pinning;
    }

    /** A small element. */
    record Item(String key, int number, double value) implements Serializable {}

    /** Either kind of queue. */
    private interface Elements<E> extends Serializable, AutoCloseable {
        void put(E element) throws InterruptedException;

        E take() throws InterruptedException;

        @Override
        void close();
    }

    private record Usual<E>(Queue<E> queue) implements Elements<E> {
        @Override
        public void put(E element) throws InterruptedException {
            queue.put(element);
        }

        @Override
        public E take() throws InterruptedException {
            return queue.take();
        }

        @Override
        public void close() {
            queue.close();
        }
    }

    private record Simple<E>(SimpleQueue<E> queue) implements Elements<E> {
        @Override
        public void put(E element) throws InterruptedException {
            queue.put(element);
        }

        @Override
        public E take() throws InterruptedException {
            return queue.take();
        }

        @Override
        public void close() {
            queue.close();
        }
    }

    private static <E> Elements<E> usual() {
        return new Usual<>(Queue.create());
    }

    private static <E> Elements<E> simple() {
        return new Simple<>(SimpleQueue.create());
    }

    double queueOneWaySmall() throws Exception {
        return oneWaySmall(usual());
    }

    double simpleQueueOneWaySmall() throws Exception {
        return oneWaySmall(simple());
    }

    private double oneWaySmall(Elements<Item> opened) throws Exception {
        var item = new Item("k", 1, 2.5);
        var work = new OneWay(effort.messages(MESSAGES), effort.turns(20), effort.turns(12), pinning);
        return oneWay(opened, item, work);
    }

    double queueOneWay1Mib() throws Exception {
        return oneWay(usual(), new byte[1 << 20], PipeSide.large(effort, pinning));
    }

    double simpleQueueOneWay1Mib() throws Exception {
        return oneWay(simple(), new byte[1 << 20], PipeSide.large(effort, pinning));
    }

    private static <E> double oneWay(Elements<E> opened, E element, OneWay work) throws Exception {
        try (var elements = opened) {
            OneWay.Sender sender = messages -> {
                for (int i = 0; i < messages; i++) {
                    elements.put(element);
                }
            };
            return work.perSecond(
                    sender,
                    () -> messages -> {
                        for (int i = 0; i < messages; i++) {
                            var _ = elements.take();
                        }
                    },
                    List.of());
        }
    }

    double queueRoundTrip() throws Exception {
        return roundTrip(usual(), usual());
    }

    double simpleQueueRoundTrip() throws Exception {
        return roundTrip(simple(), simple());
    }

    private double roundTrip(Elements<Integer> asked, Elements<Integer> answered) throws Exception {
        try (var questions = asked;
                var answers = answered) {
            Timing.Work ask = () -> {
                questions.put(1);
                if (answers.take() != 1) {
                    throw new AssertionError("a wrong answer");
                }
            };
            return new RoundTrip(effort.messages(20_000), effort.messages(20_000), pinning)
                    .micros(ask, () -> answers.put(questions.take()));
        }
    }
}
