package io.github.multiprocessing4j.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.failure.WorkerDiedException;
import io.github.multiprocessing4j.testkit.JavaProgram;
import io.github.multiprocessing4j.testkit.Told;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A pool whose own process has little memory, less than its workers have and send. */
@Timeout(90)
class LittleMemoryTest {
    private static final int MIB = 1 << 20;

    private static void assertRunsWell(Class<?> main, String... options) throws Exception {
        String[] all = Arrays.copyOf(options, options.length + 2);
        all[options.length] = "-XX:+UseSerialGC";
        all[options.length + 1] = "--enable-native-access=ALL-UNNAMED";
        JavaProgram.Result result = JavaProgram.of(main).jvmOptions(all).run();
        assertEquals(0, result.exitValue(), result::toString);
        assertTrue(result.stdout().endsWith("well\n"), result::toString);
    }

    private static Pool pool() {
        return Pool.builder()
                .processes(1)
                .jvmOptions("-Xmx400m", "-XX:+UseSerialGC")
                .build();
    }

    private static void goesOn(Pool pool) {
        List<Integer> items = IntStream.range(0, 100).boxed().toList();
        assertEquals(items, pool.map(n -> n, items));
    }

    @Test
    void aResultTooLargeToBeReceivedIsAWorkersDeathAtItsCaller() throws Exception {
        assertRunsWell(TooLargeToReceive.class, "-Xmx48m");
    }

    static final class TooLargeToReceive {
        public static void main(String[] args) {
            try (Pool pool = pool()) {
                WorkerDiedException e =
                        assertThrows(WorkerDiedException.class, () -> pool.apply(() -> new byte[80 * MIB]));
                assertEquals(
                        OutOfMemoryError.class,
                        Told.cause(OutOfMemoryError.class, e).getClass());
                goesOn(pool);
                IMapIterator<Object> results = pool.imap(n -> n == 1 ? new byte[80 * MIB] : n, List.of(0, 1, 2));
                assertEquals(0, results.next());
                assertThrows(WorkerDiedException.class, results::next);
                assertEquals(2, results.next());
            }
            System.out.println("well");
        }
    }

    @Test
    void oneTooLargeToBeDecodedIsAnExceptionAtItsCaller() throws Exception {
        assertRunsWell(TooLargeToDecode.class, "-Xmx64m");
    }

    /** A byte for a reference to an object that was seen before, four or eight for the reference itself. */
    static final class TooLargeToDecode {
        public static void main(String[] args) {
            try (Pool pool = pool()) {
                SerializationException e =
                        assertThrows(SerializationException.class, () -> pool.apply(() -> new Object[20 * MIB]));
                Told.cause(OutOfMemoryError.class, e);
                goesOn(pool);
            }
            System.out.println("well");
        }
    }

    @Test
    void anArgumentTooLargeToBeEncodedIsTheCallersOwnError() throws Exception {
        assertRunsWell(TooLargeToEncode.class, "-Xmx64m");
    }

    static final class TooLargeToEncode {
        public static void main(String[] args) {
            byte[] large = new byte[30 * MIB];
            try (Pool pool = pool()) {
                assertThrows(OutOfMemoryError.class, () -> pool.apply(() -> large.length));
                assertThrows(OutOfMemoryError.class, () -> pool.mapAsync(bytes -> bytes.length, List.of(large)));
                goesOn(pool);
            }
            System.out.println("well");
        }
    }
}
