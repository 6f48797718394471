package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.recording.Recording;
import io.github.multiprocessing4j.recording.TaskRun;
import org.jspecify.annotations.Nullable;

/** A chunk that was given to a worker. */
final class Assignment implements Limited {
    private final Worker worker;

    private final int slot;

    private final long id;

    private final EncodedChunk chunk;

    private final @Nullable TaskRun event;

    /** If there is a limit to it. Guarded by the dispatcher's lock. */
    private @Nullable Patience patience;

    /**
     * Makes one.
     *
     * @param worker to whom
     * @param slot in which of its slots
     * @param id never used before
     * @param chunk the chunk
     */
    Assignment(Worker worker, int slot, long id, EncodedChunk chunk) {
        this.worker = worker;
        this.slot = slot;
        this.id = id;
        this.chunk = chunk;
        Limits limits = chunk.code.limits();
        CallSite site = chunk.site;
        this.event =
                Recording.isOn() ? TaskRun.began(site.name(), site.firstItem(), chunk.size, worker.toString()) : null;
        this.patience = limits.any() ? new Patience(this, limits) : null;
    }

    Worker worker() {
        return worker;
    }

    int slot() {
        return slot;
    }

    long id() {
        return id;
    }

    EncodedChunk chunk() {
        return chunk;
    }

    /** Its outcome is known. Called without the lock. */
    void record(Outcome outcome, Effort effort) {
        if (event != null) {
            event.ended(outcome.getClass().getSimpleName(), effort.working(), effort.serializing());
        }
    }

    @Nullable
    Patience patience() {
        return patience;
    }

    /** Its caller does not want it any more, which has begun. {@return after how many nanoseconds to look at it} */
    long cancel() {
        if (patience == null) {
            patience = new Patience(this, chunk.code.limits());
        }
        return patience.cancel(System.nanoTime());
    }

    /** {@return why an item was interrupted, if it was} Asked when it is over. */
    @Nullable
    Overrun interruptedAt(int item) {
        return patience == null ? null : patience.interruptedAt(item);
    }

    /** {@return why its worker was killed, if it was for this} */
    @Nullable
    Overrun killedFor() {
        return patience == null ? null : patience.killedFor();
    }

    @Override
    public ClaimPage.@Nullable Running running() {
        return worker.claims().running(slot, id);
    }

    @Override
    public void interrupt(Overrun cause) {
        request(cause, cause.kind() == Overrun.Kind.CANCELLED ? ClaimPage.CANCEL : ClaimPage.INTERRUPT);
    }

    @Override
    public void ask(Overrun cause) {
        request(cause, ClaimPage.DUMP);
    }

    private void request(Overrun cause, int what) {
        worker.claims().request(id, cause.item(), what);
    }

    @Override
    public void kill() {
        worker.killTree();
    }

    boolean hasBegun() {
        return worker.claims().isRunning(slot, id);
    }
}
