package io.github.multiprocessing4j.benchmarks.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HottestMethodsTest {
    private static final String OWN = "io.github.multiprocessing4j.pool.Pool.map";

    private static final String BENCHMARK = "io.github.multiprocessing4j.benchmarks.PoolSide.mapChunksize1";

    private final StackTree tree = StackTree.named("[all]");

    @Test
    void timeIsThatOfTheMethodAndOfWhatItCalls() {
        tree.add(List.of("[main]", BENCHMARK, OWN, "java.util.List.add"), 60);
        tree.add(List.of("[main]", BENCHMARK, OWN), 30);
        tree.add(List.of("[main]", BENCHMARK), 10);

        assertEquals("""
            In the method itself; in it and all that it calls:
              60.0 %  60.0 %  java.util.List.add
              30.0 %  90.0 %  io.github.multiprocessing4j.pool.Pool.map
              10.0 % 100.0 %  io.github.multiprocessing4j.benchmarks.PoolSide.mapChunksize1

            In a method of this library and what it calls of others:
              90.0 %  io.github.multiprocessing4j.pool.Pool.map
            """, HottestMethods.of(tree).text());
    }

    @Test
    void whatCallsItselfCountsOnce() {
        tree.add(List.of("a.A.a", "a.A.a", "b.B.b", "a.A.a"), 7);

        assertEquals("""
            In the method itself; in it and all that it calls:
             100.0 % 100.0 %  a.A.a

            In a method of this library and what it calls of others:
            """, HottestMethods.of(tree).text());
    }

    @Test
    void tenAreEnough() {
        IntStream.rangeClosed(1, 12).forEach(i -> tree.add(List.of("a.A.m" + i), i));

        var text = HottestMethods.of(tree).text();

        assertEquals(10, text.lines().filter(line -> line.contains("a.A.m")).count());
        assertEquals("a.A.m12", text.lines().toList().get(1).replaceFirst(".*%  ", ""));
    }
}
