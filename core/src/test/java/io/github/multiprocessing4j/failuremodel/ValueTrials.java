package io.github.multiprocessing4j.failuremodel;

import static io.github.multiprocessing4j.failuremodel.Mishap.UNREADABLE;
import static io.github.multiprocessing4j.failuremodel.Mishap.UNSERIALIZABLE;

import io.github.multiprocessing4j.connection.Client;
import io.github.multiprocessing4j.connection.Connection;
import io.github.multiprocessing4j.connection.Listener;
import io.github.multiprocessing4j.connection.Pipe;
import io.github.multiprocessing4j.memory.ShareableList;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.process.Output;
import io.github.multiprocessing4j.queue.JoinableQueue;
import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.queue.SimpleQueue;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values that can't be sent, and such that can't be read. What is of use for nobody does no further harm: each is followed by another one. */
final class ValueTrials {
    private static final Unsendable UNSENDABLE = new Unsendable();

    private ValueTrials() {}

    static List<Trial> all() {
        List<Trial> all = new ArrayList<>();
        unserializable(all);
        unreadable(all);
        return all;
    }

    private static void unserializable(List<Trial> all) {
        Unsendable unsendable = UNSENDABLE;
        all.add(new Trial(Api.START, UNSERIALIZABLE, _ -> ChildProcess.start(() -> unsendable.touched())));
        all.add(new Trial(Api.APPLY, UNSERIALIZABLE, stage -> stage.pool().apply(() -> unsendable.touched())));
        all.add(new Trial(
                Api.MAP, UNSERIALIZABLE, stage -> stage.pool().map(Unsendable::touched, List.of(unsendable))));
        all.add(new Trial(
                Api.IMAP,
                UNSERIALIZABLE,
                stage -> stage.pool()
                        .imap(Unsendable::touched, List.of(unsendable))
                        .next()));
        all.add(new Trial(
                Api.RESULT,
                UNSERIALIZABLE,
                stage -> stage.pool().applyAsync(() -> new Unsendable()).get()));
        all.add(new Trial(
                Api.EXECUTOR,
                UNSERIALIZABLE,
                stage -> stage.executor().submit(() -> new Unsendable()).get()));
        all.add(new Trial(Api.QUEUE_PUT, UNSERIALIZABLE, _ -> {
            try (Queue<Object> queue = Queue.create()) {
                queue.put(unsendable);
            }
            return "put";
        }));
        all.add(new Trial(Api.SIMPLE_QUEUE, UNSERIALIZABLE, _ -> {
            try (SimpleQueue<Object> queue = SimpleQueue.create()) {
                queue.put(unsendable);
            }
            return "put";
        }));
        all.add(new Trial(Api.QUEUE_JOIN, UNSERIALIZABLE, _ -> {
            try (JoinableQueue<Object> queue = JoinableQueue.create()) {
                queue.put(unsendable);
            }
            return "put";
        }));
        all.add(new Trial(Api.SEND, UNSERIALIZABLE, _ -> throughPipe(unsendable)));
        all.add(new Trial(Api.SOCKET_SEND, UNSERIALIZABLE, _ -> throughSocket(unsendable)));
        all.add(new Trial(Api.SHAREABLE_LIST, UNSERIALIZABLE, _ -> ShareableList.create(List.of((Object) unsendable))));
        all.add(new Trial(Api.PROXY, UNSERIALIZABLE, stage -> inList(stage, unsendable)));
        all.add(new Trial(Api.MANAGER_QUEUE, UNSERIALIZABLE, stage -> inManagersQueue(stage, unsendable)));
    }

    private static void unreadable(List<Trial> all) {
        Unreadable unreadable = new Unreadable();
        all.add(new Trial(Api.START, UNREADABLE, stage -> {
            ChildProcess child = ShortLived.child().output(Output.DISCARD).start(() -> unreadable.touched());
            Watch watch = new Watch(Set.of(child.pid()));
            child.join();
            long joined = System.nanoTime();
            stage.clock().startedAt(System.nanoTime() - (joined - watch.lastSeenAlive(child.pid())));
            return child.exitStatus().toString();
        }));
        all.add(new Trial(Api.APPLY, UNREADABLE, stage -> stage.pool().apply(() -> unreadable.touched())));
        all.add(new Trial(Api.MAP, UNREADABLE, stage -> stage.pool().map(Unreadable::touched, List.of(unreadable))));
        all.add(new Trial(
                Api.IMAP,
                UNREADABLE,
                stage -> stage.pool()
                        .imap(Unreadable::touched, List.of(unreadable))
                        .next()));
        all.add(new Trial(
                Api.RESULT,
                UNREADABLE,
                stage -> stage.pool().applyAsync(() -> new Unreadable()).get()));
        all.add(new Trial(
                Api.EXECUTOR,
                UNREADABLE,
                stage -> stage.executor().submit(() -> new Unreadable()).get()));
        all.add(new Trial(Api.QUEUE_TAKE, UNREADABLE, _ -> {
            try (Queue<Object> queue = Queue.create()) {
                queue.put(unreadable);
                return queue.take();
            }
        }));
        all.add(new Trial(Api.SIMPLE_QUEUE, UNREADABLE, _ -> {
            try (SimpleQueue<Object> queue = SimpleQueue.create()) {
                queue.put(unreadable);
                return queue.take();
            }
        }));
        all.add(new Trial(Api.RECV, UNREADABLE, _ -> throughPipe(unreadable)));
        all.add(new Trial(Api.SOCKET_RECV, UNREADABLE, _ -> throughSocket(unreadable)));
        all.add(new Trial(Api.PROXY, UNREADABLE, stage -> inList(stage, unreadable)));
        all.add(new Trial(Api.MANAGER_QUEUE, UNREADABLE, stage -> inManagersQueue(stage, unreadable)));
    }

    private static @Nullable Object throughPipe(Object value) throws Exception {
        try (Pipe pipe = Pipe.create()) {
            return goesThrough(pipe.first(), pipe.second(), value);
        }
    }

    private static @Nullable Object throughSocket(Object value) throws Exception {
        try (Listener listener = Listener.builder().open();
                Connection one = Client.connect(listener.address());
                Connection other = listener.accept()) {
            return goesThrough(one, other, value);
        }
    }

    /** Whatever becomes of the value, the next message comes. */
    private static @Nullable Object goesThrough(Connection from, Connection to, Object value) throws Exception {
        try {
            from.send(value);
            return to.recv();
        } finally {
            from.send("next");
            Trials.assertIs("next", to.recv());
        }
    }

    private static boolean inList(Stage stage, Object value) {
        try (var list = stage.manager().list()) {
            return list.add(value);
        }
    }

    private static boolean inManagersQueue(Stage stage, Object value) {
        try (var queue = stage.manager().queue()) {
            return queue.offer(value);
        }
    }
}
