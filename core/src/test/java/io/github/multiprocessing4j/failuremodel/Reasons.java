package io.github.multiprocessing4j.failuremodel;

import static io.github.multiprocessing4j.failuremodel.Mishap.GARBAGE;
import static io.github.multiprocessing4j.failuremodel.Mishap.INTERRUPT;
import static io.github.multiprocessing4j.failuremodel.Mishap.OUT_OF_MEMORY;
import static io.github.multiprocessing4j.failuremodel.Mishap.PARENT_KILLED;
import static io.github.multiprocessing4j.failuremodel.Mishap.STOPPED;
import static io.github.multiprocessing4j.failuremodel.Mishap.TIMEOUT;
import static io.github.multiprocessing4j.failuremodel.Mishap.UNREADABLE;
import static io.github.multiprocessing4j.failuremodel.Mishap.UNSERIALIZABLE;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Why there is nothing to try where there is no cell. */
final class Reasons {
    private static final String NOTHING_CROSSES = "nothing crosses";

    private static final String DOES_NOT_WAIT = "does not wait";

    private static final String RECEIVER_TELLS = "whoever receives or takes is told";

    private static final String SENDER_TELLS = "whoever sends or puts is told";

    private static final Map<String, String> ALL = new HashMap<>();

    static {
        processes();
        pools();
        queues();
        connections();
        sync();
        memory();
        managers();
    }

    private Reasons() {}

    static Map<String, String> all() {
        return ALL;
    }

    private static void reason(String reason, Api api, Mishap... mishaps) {
        for (Mishap mishap : mishaps) {
            ALL.put(Cells.key(api, mishap), reason);
        }
    }

    private static void processes() {
        reason("told by `join`", Api.START, OUT_OF_MEMORY);
        reason(DOES_NOT_WAIT, Api.START, STOPPED, PARENT_KILLED, INTERRUPT, TIMEOUT);
        reason("a private socket", Api.START, GARBAGE);
        for (Api api : List.of(Api.JOIN, Api.SENTINEL)) {
            reason(NOTHING_CROSSES, api, UNSERIALIZABLE, UNREADABLE, GARBAGE);
        }
    }

    private static void pools() {
        for (Api api : List.of(Api.APPLY, Api.MAP, Api.IMAP, Api.RESULT, Api.EXECUTOR)) {
            reason("private memory", api, GARBAGE);
        }
    }

    private static void queues() {
        reason(RECEIVER_TELLS, Api.QUEUE_PUT, UNREADABLE, GARBAGE);
        reason(SENDER_TELLS, Api.QUEUE_TAKE, UNSERIALIZABLE);
        reason("no such call", Api.SIMPLE_QUEUE, TIMEOUT);
        reason(RECEIVER_TELLS, Api.QUEUE_JOIN, UNREADABLE, GARBAGE);
    }

    private static void connections() {
        for (Api api : List.of(Api.SEND, Api.SOCKET_SEND)) {
            reason("no such call", api, TIMEOUT);
            reason(RECEIVER_TELLS, api, UNREADABLE, GARBAGE);
        }
        for (Api api : List.of(Api.RECV, Api.SOCKET_RECV)) {
            reason(SENDER_TELLS, api, UNSERIALIZABLE);
        }
        for (Api api : List.of(Api.ACCEPT, Api.CONNECT)) {
            reason(NOTHING_CROSSES, api, UNSERIALIZABLE, UNREADABLE);
        }
        reason(SENDER_TELLS, Api.AWAIT_ANY, UNSERIALIZABLE);
        reason(RECEIVER_TELLS, Api.AWAIT_ANY, UNREADABLE, GARBAGE);
    }

    private static void sync() {
        for (Api api : List.of(
                Api.LOCK,
                Api.RLOCK,
                Api.SEMAPHORE,
                Api.RETURNING_SEMAPHORE,
                Api.CONDITION,
                Api.EVENT,
                Api.BARRIER,
                Api.VALUE,
                Api.ARRAY)) {
            reason(NOTHING_CROSSES, api, UNSERIALIZABLE, UNREADABLE, GARBAGE);
        }
    }

    private static void memory() {
        for (Api api : List.of(Api.SHARED_MEMORY, Api.SHAREABLE_LIST)) {
            reason(DOES_NOT_WAIT, api, STOPPED, INTERRUPT, TIMEOUT);
        }
        reason("bytes are bytes", Api.SHARED_MEMORY, UNSERIALIZABLE, UNREADABLE, GARBAGE);
        reason("six types that all can read", Api.SHAREABLE_LIST, UNREADABLE);
    }

    private static void managers() {
        reason("no such call", Api.MANAGER_START, TIMEOUT);
        reason("a private connection", Api.MANAGER_START, GARBAGE);
        reason("as any call", Api.MANAGER_QUEUE, GARBAGE);
        reason("as any call", Api.MANAGER_LOCK, GARBAGE);
        reason(NOTHING_CROSSES, Api.MANAGER_LOCK, UNSERIALIZABLE, UNREADABLE);
    }
}
