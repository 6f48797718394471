package io.github.multiprocessing4j.failuremodel;

import io.github.multiprocessing4j.failuremodel.Bond.Caller;
import io.github.multiprocessing4j.queue.JoinableQueue;
import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.queue.SimpleQueue;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The peer has yet to take, to put, or to say that it has done something. */
final class QueueBonds {
    private QueueBonds() {}

    static List<Bond> all() {
        return List.of(put(), take(), simple(), join());
    }

    private static Bond put() {
        Queue<String> full = Queue.create(1);
        return Bond.standing(
                        Api.QUEUE_PUT,
                        () -> {
                            full.clear();
                            full.put("first");
                        },
                        full::take,
                        new Caller(
                                _ -> {
                                    full.put("next");
                                    return "put";
                                },
                                limit -> full.offer("next", limit.toNanos(), TimeUnit.NANOSECONDS)),
                        full)
                .orAnother(full::take);
    }

    private static Bond take() {
        Queue<String> empty = Queue.create();
        return Bond.standing(
                        Api.QUEUE_TAKE,
                        () -> empty.put("element"),
                        new Caller(_ -> empty.take(), limit -> empty.poll(limit.toNanos(), TimeUnit.NANOSECONDS)),
                        empty)
                .orAnother();
    }

    private static Bond simple() {
        SimpleQueue<String> empty = SimpleQueue.create();
        return Bond.standing(Api.SIMPLE_QUEUE, () -> empty.put("element"), new Caller(_ -> empty.take(), null), empty)
                .orAnother();
    }

    /** The peer has taken something and not said that it is done. */
    private static Bond join() {
        JoinableQueue<String> queue = JoinableQueue.create();
        return Bond.standing(
                Api.QUEUE_JOIN,
                () -> {
                    queue.put("work");
                    queue.take();
                },
                queue::taskDone,
                new Caller(
                        _ -> {
                            queue.join();
                            return "done";
                        },
                        queue::join),
                queue);
    }
}
