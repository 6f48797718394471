package io.github.multiprocessing4j.recording;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A chunk is sent to its worker. */
@Name("io.github.multiprocessing4j.TaskSent")
@Label("Task Sent")
@Description("A chunk of tasks was sent to the process of its worker; takes as long as the worker has no room for it")
public final class TaskSent extends ChunkEvent {
    @Label("Worker")
    private final String worker;

    @Label("Size")
    @DataAmount
    private long bytes;

    private TaskSent(String call, long firstItem, int items, String worker) {
        super(call, firstItem, items);
        this.worker = worker;
    }

    /** {@return the beginning, for a chunk with so many items of a call} */
    public static TaskSent began(String call, long firstItem, int items, String worker) {
        var event = new TaskSent(call, firstItem, items, worker);
        event.begin();
        return event;
    }

    /** So many bytes were sent. */
    public void ended(long size) {
        this.bytes = size;
        commit();
    }

    /** {@return to whom} */
    public String worker() {
        return worker;
    }

    /** {@return how many bytes were sent} */
    public long bytes() {
        return bytes;
    }
}
