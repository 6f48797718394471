package io.github.multiprocessing4j.process;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.multiprocessing4j.os.Signals;
import io.github.multiprocessing4j.testkit.JavaProgram;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sun.misc.Signal;

/** Whom Ctrl-C at the terminal reaches: it sends SIGINT to the foreground process group. */
@Timeout(60)
class ForegroundGroupTest {
    /** Goes on when it comes, and tells who has not. */
    static final class Program {
        public static void main(String[] args) throws Exception {
            CountDownLatch pressed = new CountDownLatch(1);
            Signal.handle(new Signal("INT"), _ -> pressed.countDown());
            ChildProcess plain = sleeper(ShortLived.child());
            StockForTests.awaitOne();
            long waiting =
                    StockForTests.waiting().getFirst(); // before there is a stock of those with a group of their own
            ChildProcess apart = sleeper(ShortLived.child().ownGroup(true));
            System.out.println("ready");
            pressed.await();
            plain.join();
            System.out.println("child: " + plain.exitStatus());
            awaitTrue(() -> !StockForTests.waiting().contains(waiting));
            ChildProcess next = ShortLived.child().start(() -> {});
            next.join();
            System.out.println("next child: " + next.exitStatus());
            System.out.println("child in a group of its own: " + (apart.isAlive() ? "alive" : apart.exitStatus()));
            apart.terminate();
            apart.join();
            System.out.println("child in a group of its own: " + apart.exitStatus());
        }

        private static ChildProcess sleeper(ChildProcessBuilder builder) {
            return builder.start(() -> {
                System.out.println("up");
                new CountDownLatch(1).await();
            });
        }
    }

    /** As CPython's test_forkserver_sigint: children can be started although what waited to become one is gone. */
    @Test
    void ctrlCReachesChildrenAndTheStockUnlessTheyHaveAGroupOfTheirOwn() throws Exception {
        assumeTrue(!EndsTest.isIgnored("SIGINT"), "SIGINT is ignored, as in what a script starts in the background");
        JavaProgram program = JavaProgram.of(Program.class)
                .jvmOptions("--enable-native-access=ALL-UNNAMED", "-D" + StartMethod.PROPERTY + "=forkserver")
                .launcher("setsid");
        try (var running = program.start()) {
            int[] up = {0};
            running.awaitLine(line -> line.equals("up") && ++up[0] == 2);
            running.awaitLine("ready"::equals);
            assertEquals(0, Signals.kill(-running.process().pid(), Signals.SIGINT));
            var result = running.await();
            assertEquals(0, result.exitValue(), result::toString);
            assertEquals("", result.stderr());
            assertEquals("""
                child: killed by SIGINT
                next child: exited with code 0
                child in a group of its own: alive
                child in a group of its own: killed by SIGTERM
                """, result.stdout().replace("up\n", "").replace("ready\n", ""));
        }
    }
}
