package io.github.multiprocessing4j.manager;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** What a client says to a server. All but those of a {@link Control} are answered by a {@link Reply}, in their order. */
sealed interface Request extends Serializable {
    /** An object shall be made. CPython's {@code create}. */
    record Create(String typeid, @Nullable Object[] arguments, long thread) implements Request {}

    /**
     * A method of an object shall be called.
     *
     * @param method its key, see {@link Signature}
     * @param arguments null if there are none
     * @param thread the id that the calling thread has in its process
     */
    record Call(long id, String method, @Nullable Object @Nullable [] arguments, long thread) implements Request {}

    /** As {@link Call}, but by name and number of arguments. */
    record CallByName(long id, String name, @Nullable Object[] arguments, long thread) implements Request {}

    /** A copy of an object shall come. */
    record GetValue(long id) implements Request {}

    /** A proxy has arrived with a message. Answered by nothing if the object is there. CPython's {@code incref}. */
    record Redeem(long id, long ticket) implements Request {}

    /** Another proxy is made from one that lives. */
    record Another(long id) implements Request {}

    /**
     * A channel through shared memory shall be opened.
     *
     * @param tree the private directory of the tree of processes of which the client is
     * @param direct whether it is for direct calls
     */
    record OpenChannel(String tree, boolean direct) implements Request {}

    /** Something about the server shall be told. */
    record Tell(Question question) implements Request {}

    /** The server shall end. */
    record Shutdown() implements Request {}

    /** What can be told. */
    enum Question {
        DEBUG_INFO,
        NUMBER_OF_OBJECTS,
        STATISTICS,
        NOTHING
    }

    /** What needs no answer, and comes through a connection of its own, whose end is the session's. */
    sealed interface Control extends Request {
        /** A proxy leaves with a message: its object must not go until it has arrived. */
        record Hold(long id, long ticket) implements Control {}

        /** The message with that proxy is lost, or was not sent. */
        record Lost(long id, long ticket) implements Control {}

        /** Proxies were given up; an id is there as often as proxies of it were. CPython's {@code decref}. */
        record Release(long[] ids) implements Control {}

        /**
         * A call that is executed for that connection shall be interrupted, unless it is another one by now.
         *
         * @param givenUp whether nobody waits for its result any more, so that it must not take anything, even if it takes no notice of interrupts
         */
        record Interrupt(long link, long sequence, boolean givenUp) implements Control {}
    }
}
