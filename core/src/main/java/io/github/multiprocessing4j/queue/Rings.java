package io.github.multiprocessing4j.queue;

import io.github.multiprocessing4j.os.LibraryLog;
import io.github.multiprocessing4j.region.Annex;
import io.github.multiprocessing4j.region.Block;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** The ring that one side of a queue uses in this process at the moment. Guarded by that side's lock. */
final class Rings implements AutoCloseable {
    private final Block block;

    private final Ring first;

    private Ring current;

    private long number;

    private @Nullable Annex annex;

    Rings(Block block, MemorySegment first) {
        this.block = block;
        this.first = new Ring(first);
        this.current = this.first;
    }

    Ring current() {
        return current;
    }

    long number() {
        return number;
    }

    /** Goes to a ring, if that is not the current one. */
    void goTo(long wanted) {
        if (wanted == number) {
            return;
        }
        try {
            use(wanted, wanted == 0 ? null : Annex.open(block, wanted));
        } catch (IOException e) {
            throw new UncheckedIOException("a queue's memory can't be opened: " + e.getMessage(), e);
        }
    }

    /**
     * Makes the next ring, of which nobody knows yet.
     *
     * @return it, not yet the current one
     */
    Annex makeNext(long capacity) {
        try {
            return Annex.create(block, number + 1, Ring.bytes(capacity));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "there is no room for more elements in a queue: " + e.getMessage()
                            + "; a queue with a limit makes those who put wait for those who take",
                    e);
        }
    }

    void use(long newNumber, @Nullable Annex newAnnex) {
        close();
        annex = newAnnex;
        current = newAnnex == null ? first : new Ring(newAnnex.memory());
        number = newNumber;
    }

    /** Removes a ring that everything was read from. */
    void remove(long read) {
        try {
            Annex.remove(block, read);
        } catch (IOException e) {
            LibraryLog.logger().log(System.Logger.Level.DEBUG, "a queue's used memory stays until its end", e);
        }
    }

    @Override
    public void close() {
        if (annex != null) {
            annex.close();
            annex = null;
        }
    }
}
