package io.github.multiprocessing4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a bar is for; that there is none in a file is looked at by the tests of the examples that have one. */
class ProgressTest {
    /** What {@code /proc/self/fd/2} can be a link to. */
    @ParameterizedTest
    @CsvSource({
        "/dev/pts/7, true",
        "/dev/tty1, true",
        "/dev/console, true",
        "/dev/null, false",
        "/tmp/dev/pts/7, false",
        "pipe:[4711], false",
        "socket:[4711], false"
    })
    void knowsATerminal(String target, boolean terminal) {
        assertEquals(terminal, Progress.isTerminal(target));
    }
}
