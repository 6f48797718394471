package io.github.multiprocessing4j.wire;

import java.util.ArrayList;
import java.util.List;

/** All who want to be told about one channel. Used by the {@link SocketPoller}'s thread only. */
final class ReadinessWatches {
    private final List<ReadinessWatch> watches = new ArrayList<>(2);

    /** {@return what is waited for now} Those who have cancelled are forgotten, so that they don't become many. */
    int add(ReadinessWatch watch) {
        watches.add(watch);
        return operations();
    }

    /** Tells those who wait for one of some operations. {@return what the others wait for} */
    int tell(int ready) {
        for (ReadinessWatch watch : List.copyOf(watches)) {
            if ((watch.operations() & ready) != 0) {
                watch.tell();
            }
        }
        return operations();
    }

    boolean areAllDone() {
        return watches.stream().allMatch(ReadinessWatch::isDone);
    }

    void tellAll() {
        watches.forEach(ReadinessWatch::tell);
        watches.clear();
    }

    private int operations() {
        watches.removeIf(ReadinessWatch::isDone);
        int operations = 0;
        for (ReadinessWatch watch : watches) {
            operations |= watch.operations();
        }
        return operations;
    }
}
