package io.github.multiprocessing4j.failuremodel;

/** What a caller may be in, in the order of the page. */
enum Api {
    START("`ChildProcess.start`"),
    JOIN("`ChildProcess.join`"),
    SENTINEL("`Waitable.awaitAny`, a `sentinel()`"),
    APPLY("`Pool.apply`"),
    MAP("`Pool.map`"),
    IMAP("`Pool.imap`, `next`"),
    RESULT("`AsyncResult.get`"),
    EXECUTOR("`ProcessPoolExecutor.submit`, `Future.get`"),
    QUEUE_PUT("`Queue.put`"),
    QUEUE_TAKE("`Queue.take`"),
    SIMPLE_QUEUE("`SimpleQueue.take`"),
    QUEUE_JOIN("`JoinableQueue.join`"),
    SEND("`Connection.send`, a pipe"),
    RECV("`Connection.recv`, a pipe"),
    ACCEPT("`Listener.accept`"),
    CONNECT("`Client.connect`"),
    SOCKET_SEND("`Connection.send`, a socket"),
    SOCKET_RECV("`Connection.recv`, a socket"),
    AWAIT_ANY("`Waitable.awaitAny`, a connection and a queue"),
    LOCK("`Lock.lock`"),
    RLOCK("`RLock.lock`"),
    SEMAPHORE("`Semaphore.acquire`"),
    RETURNING_SEMAPHORE("`Semaphore.acquire`, `returnPermitsOfDeadHolders`"),
    CONDITION("`Condition.await`"),
    EVENT("`Event.await`"),
    BARRIER("`Barrier.await`"),
    VALUE("`Value.getLock().lock`"),
    ARRAY("`Array.getLock().lock`"),
    SHARED_MEMORY("`SharedMemory.open`"),
    SHAREABLE_LIST("`ShareableList.open`"),
    MANAGER_START("`SyncManager.start`"),
    PROXY("a call of a proxy"),
    MANAGER_QUEUE("`take` of a manager's queue"),
    MANAGER_LOCK("`lock` of a manager's lock");

    private final String title;

    Api(String title) {
        this.title = title;
    }

    /** {@return what the page calls it} */
    String title() {
        return title;
    }
}
