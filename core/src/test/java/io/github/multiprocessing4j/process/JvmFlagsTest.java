package io.github.multiprocessing4j.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.testkit.JavaProgram;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Children of children are JVMs as the first one is. */
@Timeout(60)
class JvmFlagsTest {
    private static final List<String> PASSED = List.of("-ea", "--add-opens", "--enable-native-access", "-da");

    private static String flags() {
        return PASSED.stream()
                        .map(flag -> ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                                .filter(argument -> argument.startsWith(flag))
                                .distinct()
                                .toList()
                                .toString())
                        .toList()
                + " " + JvmFlagsTest.class.desiredAssertionStatus() + " "
                + String.class.getModule().isOpen("java.lang");
    }

    /** Prints its flags, and those that its grandchild has told. */
    static final class Program {
        public static void main(String[] args) throws Exception {
            try (Queue<String> told = Queue.create()) {
                System.out.println(flags());
                ShortLived.child()
                        .start(() -> ShortLived.child()
                                .start(() -> told.put(flags()))
                                .join())
                        .join();
                System.out.println(told.take());
            }
        }
    }

    /** As CPython's test_flags. */
    @Test
    void aGrandchildHasTheFlagsOfTheProgram() throws Exception {
        var result = JavaProgram.of(Program.class)
                .jvmOptions(
                        "-ea:io.github.multiprocessing4j...",
                        "-da:io.github.multiprocessing4j.queue...",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--enable-native-access=ALL-UNNAMED")
                .run();
        List<String> lines = result.stdout().lines().toList();
        assertEquals(2, lines.size(), result::toString);
        assertTrue(
                lines.getFirst().contains("-ea:io.github") && lines.getFirst().contains(" true"), result::toString);
        assertEquals(lines.getFirst(), lines.getLast());
    }
}
