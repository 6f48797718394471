package io.github.multiprocessing4j.process;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;

import java.util.List;

/** The stocks of this JVM, for tests in other packages. */
public final class StockForTests {
    private StockForTests() {}

    /** Ends all that waits, and waits for its end. */
    public static void clear() {
        Stocks.clear().forEach(member -> member.exit().join());
    }

    /** {@return the process ids of those that wait to be told what to run} */
    public static List<Long> waiting() {
        return Stocks.waiting();
    }

    /** Waits until there is one. */
    public static void awaitOne() {
        awaitTrue(() -> !Stocks.waiting().isEmpty());
    }
}
