package io.github.multiprocessing4j.recording;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** The arguments of a chunk are serialized. */
@Name("io.github.multiprocessing4j.TaskSerialized")
@Label("Task Serialized")
@Description("The arguments of a chunk of tasks were serialized in the thread of their caller")
public final class TaskSerialized extends ChunkEvent {
    @Label("Size")
    @DataAmount
    private long bytes;

    private TaskSerialized(String call, long firstItem, int items) {
        super(call, firstItem, items);
    }

    /** {@return the beginning, for a chunk with so many items of a call} */
    public static TaskSerialized began(String call, long firstItem, int items) {
        var event = new TaskSerialized(call, firstItem, items);
        event.begin();
        return event;
    }

    /** They take so many bytes. */
    public void ended(long size) {
        this.bytes = size;
        commit();
    }

    /** {@return how many bytes they take} */
    public long bytes() {
        return bytes;
    }
}
