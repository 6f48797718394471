package io.github.multiprocessing4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class CrashIsolationTest {
    /** Every line of the note that HotSpot writes to standard output when it crashes. */
    private static final String HOTSPOTS_OWN = "#";

    @Test
    void tellsTheDeathsApartAndGoesOn() throws Exception {
        var result = ExampleProgram.run(CrashIsolation.class);

        assertEquals(0, result.exitValue(), result::toString);
        assertEquals(
                List.of(
                        "a bug in native code  WorkerDiedException: killed by SIGSEGV; the next task's result: 42",
                        "too little memory     WorkerDiedException: exited with code 3 (out of memory);"
                                + " the next task's result: 42",
                        "kill -9               WorkerDiedException: killed by SIGKILL; the next task's result: 42"),
                result.out().stream()
                        .filter(line -> !line.startsWith(HOTSPOTS_OWN))
                        .toList());
        assertTrue(result.out().stream().anyMatch(line -> line.contains("SIGSEGV (0xb)")), result::toString);
        assertTrue(result.err().contains("java.lang.OutOfMemoryError"), result::toString);
        assertFalse(result.err().contains("Exception in thread"), result::toString);
    }
}
