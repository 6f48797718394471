package io.github.multiprocessing4j.failuremodel;

import static io.github.multiprocessing4j.failuremodel.Expected.failing;
import static io.github.multiprocessing4j.failuremodel.Expected.returns;
import static io.github.multiprocessing4j.failuremodel.Expected.throwing;

import io.github.multiprocessing4j.failure.ManagerDiedException;
import io.github.multiprocessing4j.failure.OwnerDiedException;
import io.github.multiprocessing4j.failure.ProcessStartException;
import io.github.multiprocessing4j.failure.WorkerDiedException;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;

/** The process that is waited for dies, or the parent of the one that waits; or one dies as it is started. */
final class DeathCells {
    /** Nobody dies there: it is the call's own work, and the collector's, until there is an error to be told. */
    private static final long FOR_FILLING_A_HEAP = 5 * Cell.ONE_SECOND;

    private DeathCells() {}

    static void addTo(Table table) {
        killed(table);
        outOfMemory(table);
        parentKilled(table);
        starts(table);
    }

    private static void killed(Table table) {
        death(table, Mishap.KILLED, "killed by SIGKILL");
        Expected manager = throwing(ManagerDiedException.class, "has ended, or was shut down");
        for (Api api : List.of(Api.PROXY, Api.MANAGER_QUEUE, Api.MANAGER_LOCK)) {
            table.cell(Mishap.KILLED, api, manager);
        }
    }

    private static void outOfMemory(Table table) {
        death(table, Mishap.OUT_OF_MEMORY, "exited with code 3 (out of memory)");
        table.cell(
                Mishap.OUT_OF_MEMORY,
                Api.PROXY,
                FOR_FILLING_A_HEAP,
                throwing(OutOfMemoryError.class)
                        .and(" of the call that ran out of it, counted from when that began to fill the heap; the"
                                + " server goes on"));
        for (Api api : List.of(Api.MANAGER_QUEUE, Api.MANAGER_LOCK)) {
            table.cell(Mishap.OUT_OF_MEMORY, api, waitsOn(api, "the server goes on, and so do other calls: "));
        }
    }

    private static void death(Table table, Mishap mishap, String status) {
        table.cell(mishap, Api.JOIN, returns(status, "returns; `exitStatus()`: “" + status + "”"));
        table.cell(mishap, Api.SENTINEL, returns("ready", "is ready"));
        for (Api api : List.of(Api.APPLY, Api.MAP, Api.IMAP)) {
            table.cell(mishap, api, throwing(WorkerDiedException.class, status));
        }
        for (Api api : List.of(Api.RESULT, Api.EXECUTOR)) {
            table.cell(mishap, api, failing(WorkerDiedException.class, status));
        }
        for (Api api : List.of(Api.QUEUE_PUT, Api.QUEUE_TAKE, Api.SIMPLE_QUEUE, Api.SEMAPHORE, Api.EVENT)) {
            table.cell(mishap, api, waitsOn(api, "waits on, as any other process may come; then "));
        }
        table.cell(mishap, Api.ACCEPT, waitsOn(Api.ACCEPT, "waits on for others; then "));
        table.cell(mishap, Api.SHARED_MEMORY, returns((byte) 42, "opens it: the end of its creator removes nothing"));
        table.cell(mishap, Api.SHAREABLE_LIST, returns("item", "opens it: the end of its creator removes nothing"));
        table.cell(mishap, Api.QUEUE_JOIN, returns("done", "returns: what the dead one had taken counts as done"));
        table.cell(mishap, Api.SEND, throwing(IOException.class, "broken pipe"));
        table.cell(mishap, Api.RECV, throwing(EOFException.class, "its process has ended"));
        table.cell(mishap, Api.SOCKET_SEND, throwing(IOException.class));
        table.cell(mishap, Api.SOCKET_RECV, throwing(EOFException.class, "its process has ended"));
        table.cell(mishap, Api.CONNECT, throwing(EOFException.class, "the peer left"));
        table.cell(
                mishap,
                Api.AWAIT_ANY,
                returns("[Connection]", "the connection is ready: receiving is an `EOFException`"));
        for (Api api : List.of(Api.LOCK, Api.RLOCK, Api.VALUE, Api.ARRAY, Api.CONDITION)) {
            table.cell(mishap, api, throwing(OwnerDiedException.class, "ended while it held this lock"));
        }
        table.cell(mishap, Api.RETURNING_SEMAPHORE, returns("acquired", "acquires the dead one's permit"));
        table.cell(mishap, Api.BARRIER, throwing(BrokenBarrierException.class));
    }

    private static Expected waitsOn(Api api, String words) {
        return Usual.of(api).told(words + Usual.of(api).text());
    }

    /** Whatever a child is in, it ends with its parent. */
    private static void parentKilled(Table table) {
        for (Api api : Usual.apis()) {
            table.cell(Mishap.PARENT_KILLED, api, returns("ended", "the process that waits ends"));
        }
        table.cell(Mishap.PARENT_KILLED, Api.MANAGER_START, returns("ended", "the process that waits ends"));
        for (Api api : List.of(Api.SHARED_MEMORY, Api.SHAREABLE_LIST)) {
            table.cell(
                    Mishap.PARENT_KILLED,
                    api,
                    2 * Cell.ONE_SECOND,
                    returns("removed", "what the tree had made is removed"));
        }
    }

    private static void starts(Table table) {
        table.cell(
                Mishap.KILLED,
                Api.START,
                returns("killed by SIGKILL", "has returned; `join` and `exitStatus` tell: “killed by SIGKILL”"));
        table.cell(Mishap.KILLED, Api.MANAGER_START, throwing(ProcessStartException.class, "killed by SIGKILL"));
        table.cell(Mishap.OUT_OF_MEMORY, Api.MANAGER_START, throwing(ProcessStartException.class, "OutOfMemoryError"));
        table.cell(Mishap.STOPPED, Api.MANAGER_START, returns("started", "after SIGCONT the manager"));
        table.cell(Mishap.INTERRUPT, Api.MANAGER_START, throwing(ProcessStartException.class, "interrupted"));
    }
}
