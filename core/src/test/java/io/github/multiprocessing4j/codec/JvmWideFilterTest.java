package io.github.multiprocessing4j.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.testkit.JavaProgram;
import java.io.Serializable;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A filter that a JVM was started with holds for messages in the codec's own format too. */
@Timeout(60)
@NullUnmarked
class JvmWideFilterTest {
    record Wanted(int a) implements Serializable {}

    record Unwanted(int a) implements Serializable {}

    static final class Main {
        public static void main(String[] args) {
            System.out.print(Crossing.of(new Wanted(1)));
            try {
                Crossing.of(new Unwanted(1));
            } catch (SerializationException e) {
                System.out.print(" refused");
            }
        }
    }

    @Test
    void isAsked() throws InterruptedException {
        JavaProgram.Result result = JavaProgram.of(Main.class)
                .jvmOptions("-Djdk.serialFilter=!" + Unwanted.class.getName())
                .run();
        assertEquals("Wanted[a=1] refused", result.stdout().strip(), result::toString);
    }
}
