package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.region.MappedPage;
import io.github.multiprocessing4j.wire.Doorbell;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Who has which chunk, in memory that a pool and one of its workers share, and that outlives the worker.
 *
 * <pre>
 *   word  0        magic and version
 *   word  1        {@link Doorbell} at which the worker waits for requests
 *   word  8        id of the chunk that runs, or that ran last
 *   word  9        item of it that is running
 *   word 10        when that began, if there is a limit to it; else when the chunk did
 *   word 11        when the task last gave a sign of progress
 *   word 16        request = id &lt;&lt; 2 | what the pool wants of what runs
 *   word 17        the item that the request is about
 *   word 32 to 159 a claim for each slot = id &lt;&lt; 2 | state
 * </pre>
 *
 * <p>Times are those of {@link System#nanoTime}, which all processes of a machine have in common on Linux, macOS and Windows.
 *
 * <p>A worker runs one chunk at a time, so what runs is said once; who reads it looks whose it is, before and after. What one side
 * writes often is two cache lines away from what the other one does. An id names one assignment of a chunk to a worker and is never used again, so
 * a claim can't be mistaken for an older one. States:
 *
 * <pre>
 *              pool                   worker
 *   (any) ---- set -----&gt; QUEUED ---- compareAndSet ----&gt; RUNNING     begins with the decoding
 *                         QUEUED ---- compareAndSet ----&gt; RECALLED    by the pool: given to another worker
 * </pre>
 *
 * <p>A slot is used again when the outcome of its chunk has come or it was recalled. The worker drops a message whose slot
 * does not say QUEUED with the message's id.
 *
 * <table>
 * <caption>What the pool does if the worker dies after store n</caption>
 * <tr><th>n</th><th>store</th><th>the pool finds, and does</th></tr>
 * <tr><td>0</td><td>the pool's: QUEUED</td><td>not begun: queues the chunk again, in front</td></tr>
 * <tr><td>1</td><td>id, item = DECODING</td><td>as before: they count only with RUNNING</td></tr>
 * <tr><td>2</td><td>QUEUED to RUNNING</td><td>begun: the chunk fails; item says "decoding", for sure of this chunk</td></tr>
 * <tr><td>3</td><td>item = 0, 1, ...</td><td>the chunk fails; the item is known, or its predecessor</td></tr>
 * <tr><td>4</td><td>item = size</td><td>the chunk fails while its results are sent</td></tr>
 * <tr><td>5</td><td>the outcome is in the channel</td><td>takes the outcome in; the slot is not looked at</td></tr>
 * </table>
 *
 * <p>If the pool dies the page goes with it and the worker.
 */
final class ClaimPage implements AutoCloseable {
    /**
     * So many chunks are with a worker at most: what it does of the smallest in 50 microseconds, which somebody takes to be woken and send it the
     * next ones.
     */
    static final int SLOTS = 128;

    /** In place of an item's index. */
    static final int DECODING = Outcome.WorkerDied.DECODING;

    private static final long MAGIC_AND_VERSION = 0x6d70_346a_706f_6c03L; // mp4jpol, 3

    private static final int BELL = 1;

    private static final int ID = 8;
    private static final int ITEM = 9;
    private static final int BEGAN = 10;
    private static final int LAST_SIGN = 11;

    private static final int REQUEST = 16;
    private static final int REQUEST_ITEM = 17;

    private static final int CLAIMS = 32;

    private static final int STATE_BITS = 2;

    private static final long QUEUED = 1;
    private static final long RUNNING = 2;
    private static final long RECALLED = 3;

    /** Interrupt the item. */
    static final int INTERRUPT = 1;

    /** Say what the threads are doing. */
    static final int DUMP = 2;

    /** Interrupt the item, and run no other of its chunk. */
    static final int CANCEL = 3;

    private final MappedPage page;

    private final Doorbell bell;

    private ClaimPage(MappedPage page) {
        this.page = page;
        this.bell = new Doorbell(page.memory(), BELL * Long.BYTES);
    }

    /**
     * What is running in a slot.
     *
     * @param item the index in the chunk
     * @param began when it began
     * @param lastSign when it last gave a sign of progress, or began
     */
    record Running(int item, long began, long lastSign) {}

    /**
     * What the pool wants.
     *
     * @param id of what it wants it
     * @param item at which item; if another one is running by now it is not wanted any more
     * @param what one of INTERRUPT, DUMP, CANCEL
     */
    record Request(long id, int item, int what) {}

    /** The pool's side. */
    static ClaimPage create() throws IOException {
        MappedPage page = MappedPage.create();
        page.set(0, MAGIC_AND_VERSION);
        return new ClaimPage(page);
    }

    /** The worker's side. */
    static ClaimPage open(Path path) throws IOException {
        MappedPage page = MappedPage.open(path);
        if (page.get(0) != MAGIC_AND_VERSION) {
            page.close();
            throw new IOException(path + " was made by another version of this library");
        }
        return new ClaimPage(page);
    }

    Path path() {
        return page.path();
    }

    void unlink() throws IOException {
        page.unlink();
    }

    // -- the pool
    // ------------------------------------------------------------------------------------------------------

    void queue(int slot, long id) {
        page.set(word(slot), claim(id, QUEUED));
    }

    boolean recall(int slot, long id) {
        return page.compareAndSet(word(slot), claim(id, QUEUED), claim(id, RECALLED));
    }

    boolean isRunning(int slot, long id) {
        return page.get(word(slot)) == claim(id, RUNNING);
    }

    /** {@return the item that is running, or was when the worker died} */
    int item() {
        return (int) page.get(ITEM);
    }

    /** {@return what is running, if the chunk is} */
    @Nullable
    Running running(int slot, long id) {
        while (isRunning(slot, id) && page.get(ID) == id) {
            int item = item();
            long began = page.get(BEGAN);
            long sign = page.get(LAST_SIGN);
            if (item == item() && page.get(ID) == id) { // else it went on in between
                return new Running(item, began, sign - began > 0 ? sign : began);
            }
        }
        return null;
    }

    /** Asks the worker for something, which may be past it already. */
    void request(long id, int item, int what) {
        page.set(REQUEST, 0); // the item belongs to no request until it is that of the new one
        page.set(REQUEST_ITEM, item);
        page.set(REQUEST, claim(id, what));
        bell.ring();
    }

    // -- the worker
    // ----------------------------------------------------------------------------------------------------

    /** Begins a chunk unless it was recalled. */
    boolean claim(int slot, long id) {
        page.set(ID, id);
        page.set(BEGAN, System.nanoTime());
        page.set(ITEM, DECODING);
        return page.compareAndSet(word(slot), claim(id, QUEUED), claim(id, RUNNING));
    }

    void runs(int item) {
        page.set(ITEM, item);
    }

    /** The next item has begun, now. */
    void begins(int item) {
        page.set(BEGAN, System.nanoTime());
        page.set(ITEM, item);
    }

    void progress() {
        page.set(LAST_SIGN, System.nanoTime());
    }

    Doorbell bell() {
        return bell;
    }

    /** {@return what was last wanted} Its id may be one that is over. */
    Request request() {
        long request;
        int item;
        do {
            request = page.get(REQUEST);
            item = (int) page.get(REQUEST_ITEM);
        } while (page.get(REQUEST) != request);
        return new Request(request >>> STATE_BITS, item, (int) request & (1 << STATE_BITS) - 1);
    }

    private static int word(int slot) {
        return CLAIMS + slot;
    }

    private static long claim(long id, long state) {
        return id << STATE_BITS | state;
    }

    @Override
    public void close() throws IOException {
        page.close();
    }
}
