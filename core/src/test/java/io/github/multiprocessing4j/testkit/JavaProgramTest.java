package io.github.multiprocessing4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class JavaProgramTest {

    @Test
    void outputAndExitValueAreCaptured() throws InterruptedException {
        var result = JavaProgram.of(Says.class)
                .jvmOptions("-Dgreeting=hello")
                .arguments("a b", "c")
                .run();
        assertEquals(new JavaProgram.Result(3, "hello\na b\n", "c\n"), result);
    }

    @Test
    void aProgramThatHangsIsKilledAndItsThreadsAreReported() {
        var program = JavaProgram.of(Hangs.class).deadline(Duration.ofSeconds(3));
        var error = assertThrows(AssertionError.class, program::run);
        var message = String.valueOf(error.getMessage());
        assertTrue(message.contains("still runs at its deadline"), message);
        assertTrue(message.contains("stuck here"), message);
        assertTrue(message.contains("CountDownLatch.await"), message);
    }

    @Test
    void aLineThatNeverComesIsReported() throws InterruptedException {
        try (var running = JavaProgram.of(Says.class).arguments("x", "y").start()) {
            var error = assertThrows(AssertionError.class, () -> running.awaitLine("z"::equals));
            assertTrue(String.valueOf(error.getMessage()).contains("ended without"), error::toString);
        }
    }

    /** Prints a property, its arguments, and exits with 3. */
    static final class Says {
        public static void main(String[] args) {
            System.out.println(System.getProperty("greeting"));
            System.out.println(args[0]);
            System.err.println(args[1]);
            System.exit(3);
        }
    }

    /** Never ends. */
    static final class Hangs {
        public static void main(String[] args) throws InterruptedException {
            Thread.currentThread().setName("stuck here");
            System.out.println("about to hang");
            new CountDownLatch(1).await();
        }
    }
}
