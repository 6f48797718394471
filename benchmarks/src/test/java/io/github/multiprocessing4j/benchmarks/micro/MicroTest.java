package io.github.multiprocessing4j.benchmarks.micro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.TimeValue;

class MicroTest {
    /** By its lock JMH sees to it that nobody disturbs its figures, which mean nothing here. */
    @BeforeAll
    static void mayRunBesideOthers() {
        System.setProperty("jmh.ignoreLock", "true");
    }

    @Test
    void everyBenchmarkHasFigures() throws Exception {
        var options = Micro.measured()
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(1));
        var silent = new Progress(new PrintStream(OutputStream.nullOutputStream()));

        List<Figures> figures = new Runner(options.build(), silent)
                .run().stream().map(Figures::of).toList();

        assertEquals(
                Stream.of(
                                CodecBenchmark.class,
                                LockBenchmark.class,
                                RegionBenchmark.class,
                                RingBytesBenchmark.class,
                                RingObjectBenchmark.class)
                        .flatMap(benchmarks -> Stream.of(benchmarks.getDeclaredMethods()))
                        .filter(method -> method.isAnnotationPresent(Benchmark.class))
                        .map(method -> method.getDeclaringClass().getSimpleName() + "." + method.getName())
                        .sorted()
                        .toList(),
                figures.stream().map(Figures::benchmark).distinct().sorted().toList());
        for (Figures each : figures) {
            assertTrue(each.nanos() > 0, each::toString);
        }
    }

    @Test
    void figuresLineUp() {
        assertEquals(
                """
                benchmark                parameter           ns/op   error               B/op
                LockBenchmark.lock                            20.5   ± 0.42              0.00
                CodecBenchmark.javaRead  RECORD            4,321.1   ± NaN            2,048.0
                """,
                Figures.table(List.of(
                        new Figures("LockBenchmark.lock", "", 20.51, 0.417, 0.0001),
                        new Figures("CodecBenchmark.javaRead", "RECORD", 4321.09, Double.NaN, 2048))));
    }
}
