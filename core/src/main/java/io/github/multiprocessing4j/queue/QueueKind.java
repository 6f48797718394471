package io.github.multiprocessing4j.queue;

/** Which of the public queues it is. */
enum QueueKind {
    SIMPLE,
    PLAIN,
    JOINABLE;

    /** {@return the object that users have} */
    Object of(SharedQueue shared) {
        return switch (this) {
            case SIMPLE -> new SimpleQueue<>(shared);
            case PLAIN -> new Queue<>(shared);
            case JOINABLE -> new JoinableQueue<>(shared);
        };
    }

    /** {@return whether it is counted which elements are done} */
    boolean counts() {
        return this == JOINABLE;
    }
}
