package io.github.multiprocessing4j.failuremodel;

import static io.github.multiprocessing4j.failuremodel.Expected.returns;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What callers get when nothing goes wrong. */
final class Usual {
    private static final Map<Api, Expected> ALL = new EnumMap<>(Api.class);

    static {
        ALL.put(Api.JOIN, returns("exited with code 0", "returns"));
        ALL.put(Api.SENTINEL, returns("ready", "it is ready"));
        ALL.put(Api.APPLY, returns("result", "the result"));
        ALL.put(Api.MAP, returns(List.of("result"), "the results"));
        ALL.put(Api.IMAP, returns("result", "the result"));
        ALL.put(Api.RESULT, returns("result", "the result"));
        ALL.put(Api.EXECUTOR, returns("result", "the result"));
        ALL.put(Api.QUEUE_PUT, returns("put", "there is room"));
        ALL.put(Api.QUEUE_TAKE, returns("element", "the element"));
        ALL.put(Api.SIMPLE_QUEUE, returns("element", "the element"));
        ALL.put(Api.QUEUE_JOIN, returns("done", "returns"));
        ALL.put(Api.SEND, returns("sent", "it is sent"));
        ALL.put(Api.RECV, returns("message", "the message"));
        ALL.put(Api.ACCEPT, returns("accepted", "a connection"));
        ALL.put(Api.CONNECT, returns("connected", "a connection"));
        ALL.put(Api.SOCKET_SEND, returns("sent", "it is sent"));
        ALL.put(Api.SOCKET_RECV, returns("message", "the message"));
        ALL.put(Api.AWAIT_ANY, returns("[Connection]", "what is ready"));
        for (Api api : List.of(
                Api.LOCK, Api.RLOCK, Api.SEMAPHORE, Api.RETURNING_SEMAPHORE, Api.VALUE, Api.ARRAY, Api.MANAGER_LOCK)) {
            ALL.put(api, returns("acquired", "acquires it"));
        }
        ALL.put(Api.CONDITION, returns("signalled", "returns"));
        ALL.put(Api.EVENT, returns("set", "returns"));
        ALL.put(Api.BARRIER, returns("all came", "returns"));
        ALL.put(Api.PROXY, returns("stood up", "the result"));
        ALL.put(Api.MANAGER_QUEUE, returns("element", "the element"));
    }

    private Usual() {}

    static Expected of(Api api) {
        return Objects.requireNonNull(ALL.get(api));
    }

    /** {@return who waits for something} */
    static Set<Api> apis() {
        return ALL.keySet();
    }
}
