package io.github.multiprocessing4j.recording;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A chunk waits for a worker. */
@Name("io.github.multiprocessing4j.TaskQueued")
@Label("Task Queued")
@Description("A chunk of tasks waited for a worker that has room for it")
public final class TaskQueued extends ChunkEvent {
    @Label("Worker")
    private String worker = "";

    private TaskQueued(String call, long firstItem, int items) {
        super(call, firstItem, items);
    }

    /** {@return the beginning, for a chunk with so many items of a call} */
    public static TaskQueued began(String call, long firstItem, int items) {
        var event = new TaskQueued(call, firstItem, items);
        event.begin();
        return event;
    }

    /** It was given to a worker. */
    public void ended(String name) {
        this.worker = name;
        commit();
    }

    /** {@return who has got it} */
    public String worker() {
        return worker;
    }
}
