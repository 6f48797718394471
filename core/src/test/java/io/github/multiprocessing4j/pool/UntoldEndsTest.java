package io.github.multiprocessing4j.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.multiprocessing4j.failure.ExitStatus;
import io.github.multiprocessing4j.testkit.JavaProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The kernel does not say how children ended, or would not. */
@Timeout(90)
class UntoldEndsTest {
    private static String output(String exited, String halted) {
        return "lock true\nchild " + exited + " false\npool [2, 3]\ndied " + halted + "\npool [4]\n";
    }

    @Test
    void aProgramWhoseParentIgnoredEndsIsToldOfThem() throws Exception {
        var result = JavaProgram.of(UntoldEnds.class)
                .launcher("env", "--ignore-signal=CHLD")
                .run();
        assertEquals(0, result.exitValue(), result::toString);
        assertEquals(
                output("OptionalInt[7] exited with code 7", "exited with code 3"), result.stdout(), result::toString);
    }

    @Test
    void whereTheyAreIgnoredNobodyWaitsForEver() throws Exception {
        var result = JavaProgram.of(UntoldEnds.class).arguments("ignore").run();
        assertEquals(0, result.exitValue(), result::toString);
        var unknown = new ExitStatus.Unknown().toString();
        assertEquals(output("OptionalInt[255] " + unknown, unknown), result.stdout(), result::toString);
    }
}
