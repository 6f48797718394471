package io.github.multiprocessing4j.queue;

/** Which of the public queues it is. */
enum QueueKind {
    SIMPLE,
    PLAIN,
    JOINABLE;

    /** {@return the object that users have} */
    Object of(QueueStorage storage) {
        return switch (this) {
            case SIMPLE -> new SimpleQueue<>(storage);
            case PLAIN -> new Queue<>(storage);
            case JOINABLE -> new JoinableQueue<>(storage);
        };
    }

    /** {@return whether it is counted which elements are done} */
    boolean counts() {
        return this == JOINABLE;
    }
}
