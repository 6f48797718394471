package io.github.multiprocessing4j.failuremodel;

import static io.github.multiprocessing4j.failuremodel.Expected.failing;
import static io.github.multiprocessing4j.failuremodel.Expected.returns;
import static io.github.multiprocessing4j.failuremodel.Expected.throwing;

import io.github.multiprocessing4j.failure.CallTimeoutException;
import io.github.multiprocessing4j.failure.ManagerDiedException;
import io.github.multiprocessing4j.failure.OwnerDiedException;
import io.github.multiprocessing4j.failure.ProcessStartException;
import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.failure.TaskTimeoutException;
import io.github.multiprocessing4j.failure.WaitInterruptedException;
import io.github.multiprocessing4j.failure.WorkerDiedException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.StreamCorruptedException;
import java.net.SocketTimeoutException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;

/** All that callers are to see, mishap by mishap. */
final class Cells {
    private static final Map<String, Cell> ALL = new LinkedHashMap<>();

    /** What callers get when nothing goes wrong. */
    private static final Map<Api, Expected> USUAL = new EnumMap<>(Api.class);

    static {
        usual();
        killed();
        outOfMemory();
        interrupt();
        timeout();
        stopped();
        parentKilled();
        starts();
        unserializable();
        unreadable();
        garbage();
    }

    private Cells() {}

    static Map<String, Cell> all() {
        return ALL;
    }

    static String key(Api api, Mishap mishap) {
        return api + "/" + mishap;
    }

    private static void cell(Mishap mishap, Api api, Expected... expected) {
        cell(mishap, api, Cell.ONE_SECOND, expected);
    }

    private static void cell(Mishap mishap, Api api, long boundMillis, Expected... expected) {
        Cell cell = new Cell(api, mishap, List.of(expected), boundMillis);
        if (ALL.put(cell.name(), cell) != null) {
            throw new IllegalStateException(cell.name() + " is there twice");
        }
    }

    private static void usual() {
        USUAL.put(Api.JOIN, returns("exited with code 0", "returns"));
        USUAL.put(Api.SENTINEL, returns("ready", "it is ready"));
        USUAL.put(Api.APPLY, returns("result", "the result"));
        USUAL.put(Api.MAP, returns(List.of("result"), "the results"));
        USUAL.put(Api.IMAP, returns("result", "the result"));
        USUAL.put(Api.RESULT, returns("result", "the result"));
        USUAL.put(Api.EXECUTOR, returns("result", "the result"));
        USUAL.put(Api.QUEUE_PUT, returns("put", "there is room"));
        USUAL.put(Api.QUEUE_TAKE, returns("element", "the element"));
        USUAL.put(Api.SIMPLE_QUEUE, returns("element", "the element"));
        USUAL.put(Api.QUEUE_JOIN, returns("done", "returns"));
        USUAL.put(Api.SEND, returns("sent", "it is sent"));
        USUAL.put(Api.RECV, returns("message", "the message"));
        USUAL.put(Api.ACCEPT, returns("accepted", "a connection"));
        USUAL.put(Api.CONNECT, returns("connected", "a connection"));
        USUAL.put(Api.SOCKET_SEND, returns("sent", "it is sent"));
        USUAL.put(Api.SOCKET_RECV, returns("message", "the message"));
        USUAL.put(Api.AWAIT_ANY, returns("[Connection]", "what is ready"));
        for (Api api : List.of(
                Api.LOCK, Api.RLOCK, Api.SEMAPHORE, Api.RETURNING_SEMAPHORE, Api.VALUE, Api.ARRAY, Api.MANAGER_LOCK)) {
            USUAL.put(api, returns("acquired", "acquires it"));
        }
        USUAL.put(Api.CONDITION, returns("signalled", "returns"));
        USUAL.put(Api.EVENT, returns("set", "returns"));
        USUAL.put(Api.BARRIER, returns("all came", "returns"));
        USUAL.put(Api.PROXY, returns("stood up", "the result"));
        USUAL.put(Api.MANAGER_QUEUE, returns("element", "the element"));
    }

    private static Expected usual(Api api) {
        return USUAL.get(api);
    }

    private static void killed() {
        death(Mishap.KILLED, "killed by SIGKILL");
        Expected manager = throwing(ManagerDiedException.class, "has ended, or was shut down");
        for (Api api : List.of(Api.PROXY, Api.MANAGER_QUEUE, Api.MANAGER_LOCK)) {
            cell(Mishap.KILLED, api, manager);
        }
    }

    private static void outOfMemory() {
        death(Mishap.OUT_OF_MEMORY, "exited with code 3 (out of memory)");
        cell(
                Mishap.OUT_OF_MEMORY,
                Api.PROXY,
                throwing(OutOfMemoryError.class).and(" of the call that ran out of it; the server goes on"));
        for (Api api : List.of(Api.MANAGER_QUEUE, Api.MANAGER_LOCK)) {
            cell(Mishap.OUT_OF_MEMORY, api, waitsOn(api, "the server goes on, and so do other calls: "));
        }
    }

    private static void death(Mishap mishap, String status) {
        cell(mishap, Api.JOIN, returns(status, "returns; `exitStatus()`: “" + status + "”"));
        cell(mishap, Api.SENTINEL, returns("ready", "is ready"));
        for (Api api : List.of(Api.APPLY, Api.MAP, Api.IMAP)) {
            cell(mishap, api, throwing(WorkerDiedException.class, status));
        }
        for (Api api : List.of(Api.RESULT, Api.EXECUTOR)) {
            cell(mishap, api, failing(WorkerDiedException.class, status));
        }
        for (Api api : List.of(Api.QUEUE_PUT, Api.QUEUE_TAKE, Api.SIMPLE_QUEUE, Api.SEMAPHORE, Api.EVENT)) {
            cell(mishap, api, waitsOn(api, "waits on, as any other process may come; then "));
        }
        cell(mishap, Api.ACCEPT, waitsOn(Api.ACCEPT, "waits on for others; then "));
        cell(mishap, Api.SHARED_MEMORY, returns((byte) 42, "opens it: the end of its creator removes nothing"));
        cell(mishap, Api.SHAREABLE_LIST, returns("item", "opens it: the end of its creator removes nothing"));
        cell(mishap, Api.QUEUE_JOIN, returns("done", "returns: what the dead one had taken counts as done"));
        cell(mishap, Api.SEND, throwing(IOException.class, "broken pipe"));
        cell(mishap, Api.RECV, throwing(EOFException.class, "its process has ended"));
        cell(mishap, Api.SOCKET_SEND, throwing(IOException.class));
        cell(mishap, Api.SOCKET_RECV, throwing(EOFException.class, "its process has ended"));
        cell(mishap, Api.CONNECT, throwing(EOFException.class, "the peer left"));
        cell(mishap, Api.AWAIT_ANY, returns("[Connection]", "the connection is ready: receiving is an `EOFException`"));
        for (Api api : List.of(Api.LOCK, Api.RLOCK, Api.VALUE, Api.ARRAY, Api.CONDITION)) {
            cell(mishap, api, throwing(OwnerDiedException.class, "ended while it held this lock"));
        }
        cell(mishap, Api.RETURNING_SEMAPHORE, returns("acquired", "acquires the dead one's permit"));
        cell(mishap, Api.BARRIER, throwing(BrokenBarrierException.class));
    }

    private static Expected waitsOn(Api api, String words) {
        return usual(api).told(words + usual(api).text());
    }

    private static void interrupt() {
        for (Api api : List.of(Api.JOIN, Api.APPLY, Api.MAP, Api.IMAP)) {
            cell(Mishap.INTERRUPT, api, throwing(WaitInterruptedException.class));
        }
        for (Api api : List.of(
                Api.RESULT,
                Api.EXECUTOR,
                Api.QUEUE_PUT,
                Api.QUEUE_TAKE,
                Api.SIMPLE_QUEUE,
                Api.QUEUE_JOIN,
                Api.LOCK,
                Api.RLOCK,
                Api.SEMAPHORE,
                Api.RETURNING_SEMAPHORE,
                Api.CONDITION,
                Api.EVENT,
                Api.BARRIER,
                Api.VALUE,
                Api.ARRAY,
                Api.PROXY,
                Api.MANAGER_QUEUE,
                Api.MANAGER_LOCK)) {
            cell(Mishap.INTERRUPT, api, throwing(InterruptedException.class));
        }
        for (Api api :
                List.of(Api.SENTINEL, Api.AWAIT_ANY, Api.SEND, Api.RECV, Api.SOCKET_RECV, Api.ACCEPT, Api.CONNECT)) {
            cell(Mishap.INTERRUPT, api, throwing(InterruptedIOException.class));
        }
        cell(
                Mishap.INTERRUPT,
                Api.SOCKET_SEND,
                2 * Cell.ONE_SECOND,
                throwing(InterruptedIOException.class, "the connection can't be used any more")
                        .and(", as part of the message is on its way and the peer has a second to take the rest"));
    }

    private static void timeout() {
        Expected task = throwing(TaskTimeoutException.class, "longer than its soft limit");
        cell(Mishap.TIMEOUT, Api.APPLY, task);
        cell(Mishap.TIMEOUT, Api.MAP, task);
        Expected given = throwing(TimeoutException.class);
        for (Api api : List.of(Api.IMAP, Api.RESULT, Api.EXECUTOR, Api.BARRIER)) {
            cell(Mishap.TIMEOUT, api, given);
        }
        for (Api api : List.of(
                Api.JOIN,
                Api.SENTINEL,
                Api.QUEUE_PUT,
                Api.QUEUE_JOIN,
                Api.RECV,
                Api.SOCKET_RECV,
                Api.LOCK,
                Api.RLOCK,
                Api.SEMAPHORE,
                Api.RETURNING_SEMAPHORE,
                Api.CONDITION,
                Api.EVENT,
                Api.VALUE,
                Api.ARRAY)) {
            cell(Mishap.TIMEOUT, api, returns(false));
        }
        cell(Mishap.TIMEOUT, Api.QUEUE_TAKE, returns(null));
        cell(Mishap.TIMEOUT, Api.ACCEPT, returns(Optional.empty(), "an empty `Optional`"));
        cell(Mishap.TIMEOUT, Api.CONNECT, throwing(SocketTimeoutException.class));
        cell(Mishap.TIMEOUT, Api.AWAIT_ANY, returns("[]", "an empty list"));
        for (Api api : List.of(Api.PROXY, Api.MANAGER_QUEUE, Api.MANAGER_LOCK)) {
            cell(Mishap.TIMEOUT, api, throwing(CallTimeoutException.class));
        }
    }

    /** Whoever has a limit sees the same as when the peer just does nothing. */
    private static void stopped() {
        for (Api api : USUAL.keySet()) {
            Cell limited = ALL.get(key(api, Mishap.TIMEOUT));
            boolean isForOneCall = List.of(Api.APPLY, Api.MAP, Api.IMAP, Api.RESULT, Api.EXECUTOR, Api.PROXY)
                    .contains(api);
            Expected then = usual(api).told("after SIGCONT " + usual(api).text());
            if (limited == null || isForOneCall) {
                cell(Mishap.STOPPED, api, then);
            } else {
                boolean remote = api == Api.MANAGER_QUEUE || api == Api.MANAGER_LOCK;
                cell(
                        Mishap.STOPPED,
                        api,
                        remote ? 2 * Cell.ONE_SECOND : Cell.ONE_SECOND,
                        limited.expected().getFirst().and(" at its limit"),
                        then);
            }
        }
    }

    /** Whatever a child is in, it ends with its parent. */
    private static void parentKilled() {
        for (Api api : USUAL.keySet()) {
            cell(Mishap.PARENT_KILLED, api, returns("ended", "the process that waits ends"));
        }
        cell(Mishap.PARENT_KILLED, Api.MANAGER_START, returns("ended", "the process that waits ends"));
        for (Api api : List.of(Api.SHARED_MEMORY, Api.SHAREABLE_LIST)) {
            cell(
                    Mishap.PARENT_KILLED,
                    api,
                    2 * Cell.ONE_SECOND,
                    returns("removed", "what the tree had made is removed"));
        }
    }

    private static void starts() {
        cell(
                Mishap.KILLED,
                Api.START,
                returns("killed by SIGKILL", "has returned; `join` and `exitStatus` tell: “killed by SIGKILL”"));
        cell(Mishap.KILLED, Api.MANAGER_START, throwing(ProcessStartException.class, "killed by SIGKILL"));
        cell(Mishap.OUT_OF_MEMORY, Api.MANAGER_START, throwing(ProcessStartException.class, "OutOfMemoryError"));
        cell(Mishap.STOPPED, Api.MANAGER_START, returns("started", "after SIGCONT the manager"));
        cell(Mishap.INTERRUPT, Api.MANAGER_START, throwing(ProcessStartException.class, "interrupted"));
    }

    private static void unserializable() {
        Expected told = throwing(SerializationException.class, "Unsendable cannot be sent to another process");
        for (Api api : List.of(
                Api.START,
                Api.APPLY,
                Api.MAP,
                Api.IMAP,
                Api.QUEUE_PUT,
                Api.SIMPLE_QUEUE,
                Api.QUEUE_JOIN,
                Api.SEND,
                Api.SOCKET_SEND,
                Api.MANAGER_START,
                Api.PROXY,
                Api.MANAGER_QUEUE)) {
            cell(Mishap.UNSERIALIZABLE, api, told);
        }
        for (Api api : List.of(Api.RESULT, Api.EXECUTOR)) {
            cell(Mishap.UNSERIALIZABLE, api, failing(SerializationException.class, "the result could not be sent"));
        }
        cell(Mishap.UNSERIALIZABLE, Api.SHAREABLE_LIST, throwing(IllegalArgumentException.class, "no "));
    }

    private static void unreadable() {
        cell(
                Mishap.UNREADABLE,
                Api.START,
                returns("exited with code 1", "has returned; `join` and `exitStatus` tell: “exited with code 1”"));
        cell(Mishap.UNREADABLE, Api.MANAGER_START, throwing(ProcessStartException.class, "exited with code 1"));
        cell(Mishap.UNREADABLE, Api.APPLY, throwing(SerializationException.class, "the code to run could not be read"));
        for (Api api : List.of(Api.MAP, Api.IMAP)) {
            cell(Mishap.UNREADABLE, api, throwing(SerializationException.class, "the argument could not be read"));
        }
        for (Api api : List.of(Api.RESULT, Api.EXECUTOR)) {
            cell(Mishap.UNREADABLE, api, failing(SerializationException.class, "could not be read here"));
        }
        for (Api api :
                List.of(Api.QUEUE_TAKE, Api.SIMPLE_QUEUE, Api.RECV, Api.SOCKET_RECV, Api.PROXY, Api.MANAGER_QUEUE)) {
            cell(Mishap.UNREADABLE, api, throwing(SerializationException.class, "cannot be read"));
        }
    }

    private static void garbage() {
        Expected spoilt = throwing(IllegalStateException.class, "somebody has written into the memory");
        for (Api api : List.of(Api.RECV, Api.QUEUE_TAKE, Api.SIMPLE_QUEUE)) {
            cell(Mishap.GARBAGE, api, spoilt);
        }
        Expected closed = throwing(StreamCorruptedException.class, "what came is no message");
        cell(Mishap.GARBAGE, Api.SOCKET_RECV, closed.and("; the connection is closed"));
        cell(Mishap.GARBAGE, Api.CONNECT, closed);
        cell(
                Mishap.GARBAGE,
                Api.ACCEPT,
                returns("accepted", "who sends it is turned away; then the next one's connection"));
        cell(Mishap.GARBAGE, Api.SHAREABLE_LIST, throwing(IllegalArgumentException.class, "holds no ShareableList"));
        cell(Mishap.GARBAGE, Api.PROXY, returns(1, "who sends it is turned away; other calls go on"));
    }
}
