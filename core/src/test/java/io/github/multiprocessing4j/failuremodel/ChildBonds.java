package io.github.multiprocessing4j.failuremodel;

import io.github.multiprocessing4j.connection.Pipe;
import io.github.multiprocessing4j.connection.Waitable;
import io.github.multiprocessing4j.failuremodel.Bond.Caller;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Work;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The peer is a child whose end is waited for. */
final class ChildBonds {
    /** This process's; only the parent may join. */
    private static @Nullable ChildProcess child;

    private ChildBonds() {}

    static void childIs(@Nullable ChildProcess process) {
        child = process;
    }

    private static synchronized ChildProcess child() {
        if (child == null) {
            child = ShortLived.child().start(() -> Work.endless());
        }
        return child;
    }

    static List<Bond> all() {
        Queue<String> queue = Queue.create();
        Pipe pipe = Pipe.create();
        var here = pipe.first();
        var there = pipe.second();
        return List.of(
                Bond.standing(
                        Api.JOIN,
                        () -> System.exit(0),
                        new Caller(
                                _ -> {
                                    child().join();
                                    return child().exitStatus().toString();
                                },
                                limit -> child().join(limit))),
                Bond.standing(
                        Api.SENTINEL,
                        () -> System.exit(0),
                        new Caller(
                                _ -> {
                                    Waitable.awaitAny(List.of(child().sentinel()));
                                    return "ready";
                                },
                                limit -> names(Waitable.awaitAny(List.of(child().sentinel()), limit)))),
                Bond.standing(
                        Api.AWAIT_ANY,
                        () -> there.send("message"),
                        new Caller(
                                _ -> names(Waitable.awaitAny(List.of(queue, here))),
                                limit -> names(Waitable.awaitAny(List.of(queue, here), limit))),
                        queue,
                        here,
                        there));
    }

    private static String names(List<?> ready) {
        return ready.stream()
                .map(each -> each.getClass().getSimpleName())
                .toList()
                .toString();
    }
}
