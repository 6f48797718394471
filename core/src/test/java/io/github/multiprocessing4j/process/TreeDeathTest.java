package io.github.multiprocessing4j.process;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.os.Signals;
import io.github.multiprocessing4j.testkit.JavaProgram;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Of a tree of processes nothing is left, whichever of them is killed. */
class TreeDeathTest {
    private static final int ROUNDS = 2;

    private static final int MANY_ROUNDS = 100;

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    @Timeout(60)
    void whenTheRootIsKilledAllLevelsAndTheStockAreGoneWithinASecond(StartMethod method) throws Exception {
        try (Tree tree = new Tree(method, 1, 1, 1)) {
            assertEquals(
                    Set.of("MainProcess", "Process-1", "Process-1:1", "Process-1:1:1"),
                    tree.pids().keySet());
            int stocks = method == StartMethod.FORKSERVER ? 3 : 0; // of each that has a child
            awaitTrue(() -> Tree.below(tree.root()).size() >= 3 + stocks);
            tree.blocks().forEach(block -> assertTrue(Files.exists(Path.of("/dev/shm", block)), block));
            endsWithItsRoot(tree);
        }
    }

    private static void endsWithItsRoot(Tree tree) {
        List<Long> all = new ArrayList<>(tree.pids().values());
        all.addAll(Tree.below(tree.root()));
        assertEquals(0, Signals.kill(tree.root(), Signals.SIGKILL));
        Gone.withinASecond(all);
        Gone.withAllThatTheyHad(all, tree.blocks());
        Gone.within(2, tree::alive); // who cleans up is the last
    }

    @Test
    @Timeout(120)
    void whoeverIsKilledNothingIsLeft() throws Exception {
        killSomebodyAgainAndAgain(ROUNDS);
    }

    @Test
    @Tag("stress")
    @Timeout(1200)
    void whoeverIsKilledNothingIsLeftInManyRounds() throws Exception {
        killSomebodyAgainAndAgain(MANY_ROUNDS);
    }

    private static void killSomebodyAgainAndAgain(int rounds) throws Exception {
        long seed = Long.getLong("mp4j.stress.seed", System.nanoTime());
        System.out.println("TreeDeathTest: seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < rounds; round++) {
            try {
                killSomebody(random, StartMethod.values()[round % 2]);
            } catch (AssertionError e) {
                throw new AssertionError("round " + round + ", seed " + seed, e);
            }
        }
    }

    private static void killSomebody(Random random, StartMethod method) throws Exception {
        try (Tree tree = new Tree(method, 2, 1)) {
            List<Long> all = new ArrayList<>(List.of(tree.root()));
            Tree.below(tree.root()).stream().sorted().forEach(all::add);
            long victim = all.get(random.nextInt(all.size()));
            List<Long> gone = new ArrayList<>(Tree.below(victim));
            gone.add(victim);
            assertEquals(0, Signals.kill(victim, Signals.SIGKILL));
            Gone.withinASecond(gone);
            if (victim != tree.root()) {
                List<Long> others = new ArrayList<>(tree.pids().values());
                others.removeAll(gone);
                assertEquals(List.of(), others.stream().filter(Gone::is).toList(), "ended, too");
                endsWithItsRoot(tree);
            }
            Gone.withAllThatTheyHad(all, tree.blocks());
            Gone.within(2, tree::alive);
        }
    }

    /** Starts children, one after the other, and tells of each as soon as it is there. */
    static final class Starting {
        public static void main(String[] args) {
            while (true) {
                ChildProcess child = ShortLived.child().start(() -> new CountDownLatch(1).await());
                System.out.println("started " + child.pid());
            }
        }
    }

    /** It has nobody to tell it what to run, and sees so when it has come up. */
    @Test
    @Timeout(60)
    void aChildThatIsStartedWhileItsParentDiesEndsAsSoonAsItIsUp() throws Exception {
        for (int round = 0; round < 3; round++) {
            try (var running = JavaProgram.of(Starting.class).start()) {
                int[] started = {0};
                int last = round + 1;
                running.awaitLine(line -> line.startsWith("started ") && ++started[0] == last);
                List<Long> children = Tree.below(running.process().pid());
                running.process().destroyForcibly().waitFor();
                Gone.within(
                        10, () -> children.stream().filter(pid -> !Gone.is(pid)).toList());
                Gone.withAllThatTheyHad(List.of(running.process().pid()), List.of());
            }
        }
    }
}
