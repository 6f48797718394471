package io.github.multiprocessing4j.recording;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A pool's worker comes up. */
@Name("io.github.multiprocessing4j.WorkerStarted")
@Label("Worker Started")
@Description("A worker of a pool came up, from its launch until it was initialized")
@Category({"multiprocessing4j", "Pool"})
@StackTrace(false)
public final class WorkerStarted extends Event {
    @Label("Worker")
    private String worker = "";

    @Label("Process Id")
    private long pid;

    private WorkerStarted() {}

    /** {@return the beginning} */
    public static WorkerStarted began() {
        var event = new WorkerStarted();
        event.begin();
        return event;
    }

    /** It is ready to work. */
    public void ended(String name, long processId) {
        this.worker = name;
        this.pid = processId;
        commit();
    }

    /** {@return its name} */
    public String worker() {
        return worker;
    }

    /** {@return its process} */
    public long pid() {
        return pid;
    }
}
