package io.github.multiprocessing4j.failuremodel;

/** What a caller may be in, in the order of the page. */
enum Api {
    START("ChildProcess.start"),
    JOIN("ChildProcess.join"),
    SENTINEL("ChildProcess.sentinel"),
    APPLY("Pool.apply"),
    MAP("Pool.map"),
    IMAP("Pool.imap, IMapIterator.next"),
    RESULT("Pool.applyAsync, AsyncResult.get"),
    EXECUTOR("ProcessPoolExecutor.submit, Future.get"),
    QUEUE_PUT("Queue.put"),
    QUEUE_TAKE("Queue.take"),
    SIMPLE_QUEUE("SimpleQueue.take"),
    QUEUE_JOIN("JoinableQueue.join"),
    SEND("Connection.send through a pipe"),
    RECV("Connection.recv through a pipe"),
    ACCEPT("Listener.accept"),
    CONNECT("Client.connect"),
    SOCKET_SEND("Connection.send through a socket"),
    SOCKET_RECV("Connection.recv through a socket"),
    AWAIT_ANY("Waitable.awaitAny"),
    LOCK("Lock.lock"),
    RLOCK("RLock.lock"),
    SEMAPHORE("Semaphore.acquire"),
    RETURNING_SEMAPHORE("Semaphore.acquire, returnPermitsOfDeadHolders"),
    CONDITION("Condition.await"),
    EVENT("Event.await"),
    BARRIER("Barrier.await"),
    VALUE("Value.getLock().lock"),
    ARRAY("Array.getLock().lock"),
    SHARED_MEMORY("SharedMemory.open"),
    SHAREABLE_LIST("ShareableList.open"),
    MANAGER_START("SyncManager.start"),
    PROXY("A call of a proxy"),
    MANAGER_QUEUE("A manager's queue.take"),
    MANAGER_LOCK("A manager's lock.lock");

    private final String title;

    Api(String title) {
        this.title = title;
    }

    /** {@return whether that is how one writes it in a program} */
    boolean isCode() {
        return title.indexOf(' ') < 0;
    }

    /** {@return what the page calls it} */
    String title() {
        return title;
    }
}
