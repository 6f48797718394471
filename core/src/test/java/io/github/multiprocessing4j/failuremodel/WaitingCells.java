package io.github.multiprocessing4j.failuremodel;

import static io.github.multiprocessing4j.failuremodel.Expected.returns;
import static io.github.multiprocessing4j.failuremodel.Expected.throwing;

import io.github.multiprocessing4j.failure.CallTimeoutException;
import io.github.multiprocessing4j.failure.TaskTimeoutException;
import io.github.multiprocessing4j.failure.WaitInterruptedException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** Nobody dies: the wait is interrupted, takes too long, or is for a process that is stopped. */
final class WaitingCells {
    private WaitingCells() {}

    static void addTo(Table table) {
        interrupt(table);
        timeout(table);
        stopped(table);
    }

    private static void interrupt(Table table) {
        for (Api api : List.of(Api.JOIN, Api.APPLY, Api.MAP, Api.IMAP)) {
            table.cell(Mishap.INTERRUPT, api, throwing(WaitInterruptedException.class));
        }
        for (Api api : List.of(
                Api.RESULT,
                Api.EXECUTOR,
                Api.QUEUE_PUT,
                Api.QUEUE_TAKE,
                Api.SIMPLE_QUEUE,
                Api.QUEUE_JOIN,
                Api.SEMAPHORE,
                Api.RETURNING_SEMAPHORE,
                Api.CONDITION,
                Api.EVENT,
                Api.BARRIER,
                Api.PROXY,
                Api.MANAGER_QUEUE)) {
            table.cell(Mishap.INTERRUPT, api, throwing(InterruptedException.class));
        }
        for (Api api : List.of(Api.LOCK, Api.RLOCK, Api.VALUE, Api.ARRAY, Api.MANAGER_LOCK)) {
            table.cell(
                    Mishap.INTERRUPT, api, throwing(InterruptedException.class).and(" of `lockInterruptibly`"));
        }
        for (Api api :
                List.of(Api.SENTINEL, Api.AWAIT_ANY, Api.SEND, Api.RECV, Api.SOCKET_RECV, Api.ACCEPT, Api.CONNECT)) {
            table.cell(Mishap.INTERRUPT, api, throwing(InterruptedIOException.class));
        }
        table.cell(
                Mishap.INTERRUPT,
                Api.SOCKET_SEND,
                2 * Cell.ONE_SECOND,
                throwing(InterruptedIOException.class, "the connection can't be used any more")
                        .and(", as part of the message is on its way and the peer has a second to take the rest"));
    }

    private static void timeout(Table table) {
        Expected task = throwing(TaskTimeoutException.class, "longer than its soft limit");
        table.cell(Mishap.TIMEOUT, Api.APPLY, task);
        table.cell(Mishap.TIMEOUT, Api.MAP, task);
        for (Api api : List.of(Api.IMAP, Api.RESULT, Api.EXECUTOR, Api.BARRIER)) {
            table.cell(Mishap.TIMEOUT, api, throwing(TimeoutException.class));
        }
        isFalse(table, "join", Api.JOIN, Api.QUEUE_JOIN);
        isFalse(table, "offer", Api.QUEUE_PUT);
        isFalse(table, "poll", Api.RECV, Api.SOCKET_RECV);
        isFalse(table, "tryLock", Api.LOCK, Api.RLOCK, Api.VALUE, Api.ARRAY);
        isFalse(table, "tryAcquire", Api.SEMAPHORE, Api.RETURNING_SEMAPHORE);
        isFalse(table, "await", Api.CONDITION, Api.EVENT);
        table.cell(Mishap.TIMEOUT, Api.QUEUE_TAKE, returns(null, "`poll` is `null`"));
        table.cell(Mishap.TIMEOUT, Api.ACCEPT, returns(Optional.empty(), "an empty `Optional`"));
        table.cell(
                Mishap.TIMEOUT,
                Api.CONNECT,
                throwing(SocketTimeoutException.class).and(", with `ClientBuilder.timeout`"));
        for (Api api : List.of(Api.SENTINEL, Api.AWAIT_ANY)) {
            table.cell(Mishap.TIMEOUT, api, returns("[]", "an empty list"));
        }
        for (Api api : List.of(Api.PROXY, Api.MANAGER_QUEUE, Api.MANAGER_LOCK)) {
            table.cell(Mishap.TIMEOUT, api, throwing(CallTimeoutException.class).and(", with `BaseProxy.withTimeout`"));
        }
    }

    private static void isFalse(Table table, String call, Api... apis) {
        for (Api api : apis) {
            table.cell(Mishap.TIMEOUT, api, returns(false, "`" + call + "` is `false`"));
        }
    }

    /** Whoever has a limit sees the same as when the peer just does nothing. */
    private static void stopped(Table table) {
        for (Api api : Usual.apis()) {
            Cell limited = table.get(api, Mishap.TIMEOUT);
            boolean isForOneCall = List.of(Api.APPLY, Api.MAP, Api.IMAP, Api.RESULT, Api.EXECUTOR, Api.PROXY)
                    .contains(api);
            Expected then = Usual.of(api).told("after SIGCONT " + Usual.of(api).text());
            if (limited == null || isForOneCall) {
                table.cell(Mishap.STOPPED, api, then);
            } else {
                boolean remote = api == Api.MANAGER_QUEUE || api == Api.MANAGER_LOCK;
                table.cell(
                        Mishap.STOPPED,
                        api,
                        remote ? 2 * Cell.ONE_SECOND : Cell.ONE_SECOND,
                        limited.expected().getFirst().and(" when the time is up"),
                        then);
            }
        }
    }
}
