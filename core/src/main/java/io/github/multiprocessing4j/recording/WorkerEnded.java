package io.github.multiprocessing4j.recording;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A pool's worker is gone. */
@Name("io.github.multiprocessing4j.WorkerEnded")
@Label("Worker Ended")
@Description("A worker of a pool has ended, or died")
@Category({"multiprocessing4j", "Pool"})
@StackTrace(false)
public final class WorkerEnded extends Event {
    @Label("Worker")
    private final String worker;

    @Label("Process Id")
    private final long pid;

    @Label("Exit Status")
    private final String exitStatus;

    @Label("Unexpected")
    @Description("Whether the pool has not brought it about")
    private final boolean unexpected;

    private WorkerEnded(String worker, long pid, String exitStatus, boolean unexpected) {
        this.worker = worker;
        this.pid = pid;
        this.exitStatus = exitStatus;
        this.unexpected = unexpected;
    }

    /** One has ended now. */
    public static void now(String worker, long pid, String exitStatus, boolean unexpected) {
        new WorkerEnded(worker, pid, exitStatus, unexpected).commit();
    }

    /** {@return its name} */
    public String worker() {
        return worker;
    }

    /** {@return its process} */
    public long pid() {
        return pid;
    }

    /** {@return how it ended, as "exited with code 0"} */
    public String exitStatus() {
        return exitStatus;
    }

    /** {@return whether the pool has not brought it about} */
    public boolean unexpected() {
        return unexpected;
    }
}
