package io.github.multiprocessing4j.benchmarks;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * What to measure.
 *
 * @param measures in the order of their declaration
 */
record Selection(List<Measure> measures) {
    private static final List<String> GROUPS =
            List.of("pipe", "queue", "idle", "peers", "pool", "cpu", "process", "manager");

    static final Selection ALL = new Selection(List.of(Measure.values()));

    /** {@return the measure of a name, or else those of a group, whose names begin with the group's} */
    static Selection named(String name) {
        if (!GROUPS.contains(name)) {
            return new Selection(List.of(Measure.named(name)));
        }
        return new Selection(Arrays.stream(Measure.values())
                .filter(measure ->
                        measure.toString().replaceFirst("^simple_", "").startsWith(name + "_"))
                .toList());
    }

    /** For picocli. */
    static final class Converter implements CommandLine.ITypeConverter<Selection> {
        @Override
        public Selection convert(String name) {
            return named(name);
        }
    }

    /** For picocli. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.concat(
                            GROUPS.stream(), Arrays.stream(Measure.values()).map(Measure::toString))
                    .iterator();
        }
    }
}
