package io.github.multiprocessing4j.failuremodel;

import static io.github.multiprocessing4j.failuremodel.Expected.failing;
import static io.github.multiprocessing4j.failuremodel.Expected.returns;
import static io.github.multiprocessing4j.failuremodel.Expected.throwing;

import io.github.multiprocessing4j.failure.ProcessStartException;
import io.github.multiprocessing4j.failure.SerializationException;
import java.io.StreamCorruptedException;
import java.util.List;

/** Values that do not cross, and what is no value. */
final class ValueCells {
    private ValueCells() {}

    static void addTo(Table table) {
        unserializable(table);
        unreadable(table);
        garbage(table);
    }

    private static void unserializable(Table table) {
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
            table.cell(Mishap.UNSERIALIZABLE, api, told);
        }
        for (Api api : List.of(Api.RESULT, Api.EXECUTOR)) {
            table.cell(
                    Mishap.UNSERIALIZABLE, api, failing(SerializationException.class, "the result could not be sent"));
        }
        table.cell(Mishap.UNSERIALIZABLE, Api.SHAREABLE_LIST, throwing(IllegalArgumentException.class, "no "));
    }

    private static void unreadable(Table table) {
        table.cell(
                Mishap.UNREADABLE,
                Api.START,
                returns("exited with code 1", "has returned; `join` and `exitStatus` tell: “exited with code 1”"));
        table.cell(Mishap.UNREADABLE, Api.MANAGER_START, throwing(ProcessStartException.class, "exited with code 1"));
        table.cell(
                Mishap.UNREADABLE,
                Api.APPLY,
                throwing(SerializationException.class, "the code to run could not be read"));
        for (Api api : List.of(Api.MAP, Api.IMAP)) {
            table.cell(
                    Mishap.UNREADABLE, api, throwing(SerializationException.class, "the argument could not be read"));
        }
        for (Api api : List.of(Api.RESULT, Api.EXECUTOR)) {
            table.cell(Mishap.UNREADABLE, api, failing(SerializationException.class, "could not be read here"));
        }
        for (Api api :
                List.of(Api.QUEUE_TAKE, Api.SIMPLE_QUEUE, Api.RECV, Api.SOCKET_RECV, Api.PROXY, Api.MANAGER_QUEUE)) {
            table.cell(Mishap.UNREADABLE, api, throwing(SerializationException.class, "cannot be read"));
        }
    }

    private static void garbage(Table table) {
        Expected spoilt = throwing(IllegalStateException.class, "somebody has written into the memory");
        for (Api api : List.of(Api.RECV, Api.QUEUE_TAKE, Api.SIMPLE_QUEUE)) {
            table.cell(Mishap.GARBAGE, api, spoilt);
        }
        Expected closed = throwing(StreamCorruptedException.class, "what came is no message");
        table.cell(Mishap.GARBAGE, Api.SOCKET_RECV, closed.and("; the connection is closed"));
        table.cell(Mishap.GARBAGE, Api.CONNECT, closed);
        table.cell(
                Mishap.GARBAGE,
                Api.ACCEPT,
                returns("accepted", "who sends it is turned away; then the next one's connection"));
        table.cell(
                Mishap.GARBAGE, Api.SHAREABLE_LIST, throwing(IllegalArgumentException.class, "holds no ShareableList"));
        table.cell(Mishap.GARBAGE, Api.PROXY, returns(1, "who sends it is turned away; other calls go on"));
    }
}
