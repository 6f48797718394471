package io.github.multiprocessing4j.benchmarks.micro;

import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.format.OutputFormat;

/** What JMH says while it runs: which benchmark and what it was, how long all will take, and what goes wrong; nothing of single iterations. */
record Progress(PrintStream out) implements OutputFormat {
    @Override
    public void startBenchmark(BenchmarkParams benchmark) {
        out.println(benchmark.id());
    }

    /** There is no result if the benchmark has failed. */
    @Override
    public void endBenchmark(@Nullable BenchmarkResult result) {
        if (result != null) {
            out.println(Figures.of(new RunResult(result.getParams(), List.of(result))));
        }
    }

    @Override
    public void print(String text) {
        out.print(text);
    }

    @Override
    public void println(String text) {
        out.println(text);
    }

    @Override
    public void write(int text) {
        out.write(text);
    }

    @Override
    public void write(byte[] text) {
        out.writeBytes(text);
    }

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public void startRun() {}

    @Override
    public void iteration(BenchmarkParams benchmark, IterationParams params, int iteration) {}

    @Override
    public void iterationResult(
            BenchmarkParams benchmark, IterationParams params, int iteration, IterationResult result) {}

    @Override
    public void endRun(Collection<RunResult> results) {}

    @Override
    public void verbosePrintln(String text) {}

    @Override
    public void close() {}
}
