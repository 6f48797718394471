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
 *   word  8        slot 0: claim = id &lt;&lt; 2 | state
 *   word  9        slot 0: item that is running
 *   word 10        slot 0: when it began, if there is a limit to it; else when the chunk did
 *   word 11        slot 0: when the task last gave a sign of progress
 *   word 12        slot 0: request = id &lt;&lt; 2 | what the pool wants of what runs
 *   word 13        slot 0: the item that the request is about
 *   word 16 to 21  slot 1, and so on
 * </pre>
 *
 * <p>Times are those of {@link System#nanoTime}, which all processes of a machine have in common on Linux, macOS and Windows.
 *
 * <p>Each slot has a cache line of its own. An id names one assignment of a chunk to a worker and is never used again, so
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
 * <tr><td>1</td><td>item = DECODING</td><td>as before: the item counts only with RUNNING</td></tr>
 * <tr><td>2</td><td>QUEUED to RUNNING</td><td>begun: the chunk fails; item says "decoding", for sure of this chunk</td></tr>
 * <tr><td>3</td><td>item = 0, 1, ...</td><td>the chunk fails; the item is known, or its predecessor</td></tr>
 * <tr><td>4</td><td>item = size</td><td>the chunk fails while its results are sent</td></tr>
 * <tr><td>5</td><td>the outcome is in the channel</td><td>takes the outcome in; the slot is not looked at</td></tr>
 * </table>
 *
 * <p>If the pool dies the page goes with it and the worker.
 */
final class ClaimPage implements AutoCloseable {
    /** So many chunks are with a worker at most: enough that it need not sleep while its next ones are on their way. */
    static final int SLOTS = 16;

    /** In place of an item's index. */
    static final int DECODING = Outcome.WorkerDied.DECODING;

    private static final long MAGIC_AND_VERSION = 0x6d70_346a_706f_6c02L; // mp4jpol, 2

    private static final int FIRST_SLOT = 8;

    private static final int SLOT_WORDS = 8;

    private static final int ITEM = 1;
    private static final int BEGAN = 2;
    private static final int LAST_SIGN = 3;
    private static final int REQUEST = 4;
    private static final int REQUEST_ITEM = 5;

    private static final int BELL = 1;

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
     * @param slot of what it wants it
     * @param id of what it wants it
     * @param item at which item; if another one is running by now it is not wanted any more
     * @param what one of INTERRUPT, DUMP, CANCEL
     */
    record Request(int slot, long id, int item, int what) {}

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

    int item(int slot) {
        return (int) page.get(word(slot) + ITEM);
    }

    /** {@return what is running, if the chunk is} */
    @Nullable
    Running running(int slot, long id) {
        int word = word(slot);
        while (isRunning(slot, id)) {
            int item = item(slot);
            long began = page.get(word + BEGAN);
            long sign = page.get(word + LAST_SIGN);
            if (item == item(slot)) { // else it went on in between
                return new Running(item, began, sign - began > 0 ? sign : began);
            }
        }
        return null;
    }

    /** Asks the worker for something, which may be past it already. */
    void request(int slot, long id, int item, int what) {
        page.set(word(slot) + REQUEST, 0); // the item belongs to no request until it is that of the new one
        page.set(word(slot) + REQUEST_ITEM, item);
        page.set(word(slot) + REQUEST, claim(id, what));
        bell.ring();
    }

    // -- the worker
    // ----------------------------------------------------------------------------------------------------

    /** Begins a chunk unless it was recalled. */
    boolean claim(int slot, long id) {
        page.set(word(slot) + BEGAN, System.nanoTime());
        page.set(word(slot) + ITEM, DECODING);
        return page.compareAndSet(word(slot), claim(id, QUEUED), claim(id, RUNNING));
    }

    void runs(int slot, int item) {
        page.set(word(slot) + ITEM, item);
    }

    /** The next item has begun, now. */
    void begins(int slot, int item) {
        page.set(word(slot) + BEGAN, System.nanoTime());
        page.set(word(slot) + ITEM, item);
    }

    void progress(int slot) {
        page.set(word(slot) + LAST_SIGN, System.nanoTime());
    }

    Doorbell bell() {
        return bell;
    }

    /** {@return what was last wanted of a slot} Its id may be one that is over. */
    Request request(int slot) {
        long request;
        int item;
        do {
            request = page.get(word(slot) + REQUEST);
            item = (int) page.get(word(slot) + REQUEST_ITEM);
        } while (page.get(word(slot) + REQUEST) != request);
        return new Request(slot, request >>> STATE_BITS, item, (int) request & (1 << STATE_BITS) - 1);
    }

    private static int word(int slot) {
        return FIRST_SLOT + slot * SLOT_WORDS;
    }

    private static long claim(long id, long state) {
        return id << STATE_BITS | state;
    }

    @Override
    public void close() throws IOException {
        page.close();
    }
}
