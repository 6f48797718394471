package io.github.multiprocessing4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** What nobody must keep. */
public final class Forgotten {
    private final List<WeakReference<Object>> seen = new ArrayList<>();

    private Forgotten() {}

    /** {@return objects that something maps, and what it makes of them} */
    public static Forgotten mapped(UnaryOperator<List<Object>> map) {
        Forgotten forgotten = new Forgotten();
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            items.add(new ArrayList<>(List.of(i)));
        }
        List<Object> results = map.apply(items);
        for (List<Object> all : List.of(items, results)) {
            all.forEach(each -> forgotten.seen.add(new WeakReference<>(each)));
        }
        assertEquals(20, forgotten.seen.size());
        return forgotten;
    }

    /** Waits until it is collected. */
    public void await() {
        Together.awaitTrue(() -> {
            System.gc();
            return seen.stream().allMatch(each -> each.refersTo(null));
        });
    }
}
