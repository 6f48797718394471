package io.github.multiprocessing4j.recording;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;

/** A worker runs a chunk. */
@Name("io.github.multiprocessing4j.TaskRun")
@Label("Task Run")
@Description("A chunk of tasks was with a worker, from when it was given to it until its report came")
public final class TaskRun extends ChunkEvent {
    @Label("Worker")
    private final String worker;

    @Label("Outcome")
    private String outcome = "";

    @Label("Working")
    @Description("Time in the tasks themselves")
    @Timespan
    private long working;

    @Label("Serializing")
    @Description("Time in which the worker decoded arguments and encoded results")
    @Timespan
    private long serializing;

    private TaskRun(String call, long firstItem, int items, String worker) {
        super(call, firstItem, items);
        this.worker = worker;
    }

    /** {@return the beginning, for a chunk with so many items of a call} */
    public static TaskRun began(String call, long firstItem, int items, String worker) {
        var event = new TaskRun(call, firstItem, items, worker);
        event.begin();
        return event;
    }

    /** What has become of it, and how many nanoseconds that took. */
    public void ended(String how, long workingNanos, long serializingNanos) {
        this.outcome = how;
        this.working = workingNanos;
        this.serializing = serializingNanos;
        commit();
    }

    /** {@return who ran it} */
    public String worker() {
        return worker;
    }

    /** {@return what has become of it, as "Done"} */
    public String outcome() {
        return outcome;
    }

    /** {@return how many nanoseconds the tasks themselves took} */
    public long working() {
        return working;
    }

    /** {@return for how many nanoseconds the worker decoded and encoded} */
    public long serializing() {
        return serializing;
    }
}
