package io.github.multiprocessing4j.guide;

import java.util.List;
import java.util.stream.Stream;

/**
 * Messages that are on no page, since nobody gets to see them.
 *
 * @param reason why
 * @param messages each with the file where it is
 */
record NeverSeen(String reason, List<String> messages) {
    static final List<NeverSeen> ALL = List.of(
            of(
                    "The object is written as another one, so that its own readObject is only called by forged bytes",
                    "connection/AuthKey: an AuthKey crosses in another form",
                    "connection/ChannelHandle: an open channel travels by a ticket",
                    "connection/Connection: an end of a connection is sent as a handle",
                    "memory/ShareableList: a ShareableList travels by its name",
                    "memory/SharedMemory: shared memory travels by its name",
                    "queue/Queue: a queue is sent as a handle",
                    "queue/SimpleQueue: a queue is sent as a handle",
                    "sharedtypes/Sent: the caller's lock is missing",
                    "sync/Barrier: a barrier is sent as a handle",
                    "sync/Condition: a condition is sent as a handle",
                    "sync/Event: an event is sent as a handle",
                    "sync/RobustLock: a lock is sent as a handle",
                    "sync/Semaphore: a semaphore is sent as a handle"),
            of(
                    "What the library's two sides say to each other has other parts only if one of them is mistaken",
                    "manager/CallLink: … has answered something else than a reply",
                    "manager/DirectShift: no request",
                    "manager/Executor: only calls may come this way",
                    "manager/Executor: … of a … may wait and can't come this way",
                    "manager/ServerProcess: no address",
                    "manager/ServerProcess: no address, but …",
                    "manager/ServingLink: no request, but a …",
                    "manager/ServingLink: nothing was asked for",
                    "pool/ReportReader: an unknown message of type …",
                    "pool/WorkerLoop: a kind of code that is none: …"),
            of(
                    "Callers ask for what cannot be, or an impossible branch is taken: a mistake of the library's own",
                    "connection/SocketOutgoing: … bytes are more than …, which is what is left of the message",
                    "connection/SocketOutgoing: … bytes of the message were not written",
                    "logging/LogbackSetup: … has no URL",
                    "manager/CallLink: there was no limit",
                    "manager/Pipeline: there was no limit",
                    "manager/ProxyHandler: unknown here: …",
                    "os/CFunction: … arguments",
                    "os/CFunction: should not reach here",
                    "os/Membarrier: this system has no membarrier(2); use a fence on both sides",
                    "os/Membarrier: membarrier: …",
                    "pool/CallbackThread: it does nothing",
                    "pool/CompletionIterator: nobody waits that long",
                    "pool/Failures: a chunk can't fail like this",
                    "pool/Failures: it ended well: …",
                    "pool/ImapCall: nobody waits that long",
                    "pool/LimitWatch: nobody knows this thread",
                    "pool/Outbox: nobody knows this thread",
                    "pool/ProcessPoolExecutor: nobody waits that long",
                    "process/Relation: an end is always told",
                    "sync/ConditionWait: not interruptible",
                    "sync/LockWait: not interruptible",
                    "wire/ArrayKind: … can't travel beside a value",
                    "wire/BufferIncoming: the message has … bytes left, not …",
                    "wire/Letter: … can't travel beside a message",
                    "wire/MemoryChannel: nothing can be received at this end",
                    "wire/MemoryChannel: nothing can be sent from this end",
                    "wire/RingReader: the message has … bytes left, not …",
                    "wire/RingWriter: … bytes of the message were not written",
                    "wire/Switchboard: who sends through … runs no fence"),
            of(
                    "It is caught by the library, which goes on without, and says so at level DEBUG at most",
                    "AotTraining: a worker gave back …",
                    "launch/AotBuild: assembling failed with exit code …: …",
                    "launch/AotStore: … is not this user's own directory",
                    "manager/ServingLink: nobody waits for the answer",
                    "os/ParentPid: /proc/self/stat was not understood",
                    "region/Tracker: the shell ended with …",
                    "region/Tracker: the shell has not made …",
                    "wire/Guest: he left after … bytes",
                    "wire/MessageCancelledException: the sender has given up a message in the middle of it"),
            of(
                    "It is only the cause of a warning that has its own row",
                    "wire/Spool: a message is said to be … of … bytes long"),
            of(
                    "The names of resources come from a child's class loader, and were resources of the parent's"
                            + " before",
                    "classes/ShippedResources: a resource can't be called …"),
            of(
                    "A pipe takes in 64 KiB at once, and a secret of some bytes is what it is given",
                    "launch/PosixLauncher: a pipe did not take in … bytes: …"),
            of("What the system says follows; it has a row for each error", "os/Errno: descriptor …"));

    private static NeverSeen of(String reason, String... messages) {
        return new NeverSeen(reason, List.of(messages));
    }

    static Stream<String> all() {
        return ALL.stream().flatMap(each -> each.messages.stream());
    }
}
