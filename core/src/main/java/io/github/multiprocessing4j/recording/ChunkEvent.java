package io.github.multiprocessing4j.recording;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.StackTrace;

/** What happens to a chunk of a pool's work. A private field would not be recorded with the classes that inherit it. */
@Category({"multiprocessing4j", "Pool"})
@StackTrace(false)
abstract class ChunkEvent extends Event {
    @Label("Call")
    protected final String call;

    @Label("First Item")
    protected final long firstItem;

    @Label("Items")
    protected final int items;

    /**
     * @param call the method of the pool that was called
     * @param firstItem the number of the chunk's first item in the call's input; -1 if it has none
     * @param items how many the chunk has
     */
    ChunkEvent(String call, long firstItem, int items) {
        this.call = call;
        this.firstItem = firstItem;
        this.items = items;
    }

    /** {@return the method of the pool that was called} */
    public final String call() {
        return call;
    }

    /** {@return the number of the chunk's first item in the call's input, or -1} */
    public final long firstItem() {
        return firstItem;
    }

    /** {@return how many items the chunk has} */
    public final int items() {
        return items;
    }
}
