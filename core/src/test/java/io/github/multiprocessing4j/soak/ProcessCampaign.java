package io.github.multiprocessing4j.soak;

import io.github.multiprocessing4j.failure.ExitStatus;
import io.github.multiprocessing4j.failure.ExitStatus.Exited;
import io.github.multiprocessing4j.failure.ExitStatus.Signaled;
import io.github.multiprocessing4j.os.ProcessIdentity;
import io.github.multiprocessing4j.os.Signals;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Work;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Processes end in all sorts of ways. Lost is one of whose end its parent is told nothing, or something that is not so. A death is noticed when
 * {@code join} has returned, and the one of a parent when its child has ended, too.
 */
final class ProcessCampaign implements Campaign {
    private static final int MOST_PAUSE_MILLIS = 200;

    private static final int LONGEST_START_MILLIS = 300;

    private enum Ending {
        RETURNS,
        EXITS,
        TERMINATED,
        KILLED_AS_IT_STARTS,
        KILLED,
        KILLED_WITH_A_CHILD
    }

    @Override
    public String name() {
        return "processes";
    }

    @Override
    public String unit() {
        return "processes";
    }

    @Override
    public void run(Chaos chaos, Tally tally) throws Exception {
        do {
            Ending ending = chaos.anyOf(List.of(Ending.values()));
            try (Queue<Long> up = Queue.create()) {
                switch (ending) {
                    case RETURNS -> ends(chaos.child().start(() -> {}), new Exited(0), tally);
                    case EXITS -> {
                        int code = chaos.random().nextInt(1, 100);
                        ends(chaos.child().start(() -> System.exit(code)), new Exited(code), tally);
                    }
                    case TERMINATED -> {
                        ChildProcess child = waiting(chaos, up, tally);
                        child.terminate();
                        ends(child, new Signaled(Signals.SIGTERM), tally);
                    }
                    case KILLED_AS_IT_STARTS -> {
                        ChildProcess child = chaos.child().start(Work::endless);
                        chaos.pause(LONGEST_START_MILLIS);
                        kill(child, tally);
                    }
                    case KILLED -> kill(waiting(chaos, up, tally), tally);
                    case KILLED_WITH_A_CHILD -> killWithAChild(chaos, up, tally);
                }
            }
            chaos.pause(MOST_PAUSE_MILLIS);
        } while (chaos.goesOn() || tally.kills.sum() == 0);
    }

    private static ChildProcess waiting(Chaos chaos, Queue<Long> up, Tally tally) throws Exception {
        ChildProcess child = chaos.child().start(() -> {
            up.put(ProcessHandle.current().pid());
            Work.endless();
        });
        next(up, tally);
        return child;
    }

    private static long next(Queue<Long> up, Tally tally) throws InterruptedException, TimeoutException {
        Long pid = up.poll(Tally.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (pid == null) {
            throw tally.hung("a child that is to come up");
        }
        return pid;
    }

    private static void killWithAChild(Chaos chaos, Queue<Long> up, Tally tally) throws Exception {
        ChildProcess child = chaos.child().start(() -> {
            ShortLived.child().start(() -> {
                up.put(ProcessHandle.current().pid());
                Work.endless();
            });
            Work.endless();
        });
        ProcessIdentity grandchild = ProcessIdentity.of(next(up, tally));
        Tally.Strike strike = kill(child, tally);
        tally.await("the end of a killed process's child", grandchild::isDead);
        strike.noticed("its child");
        tally.done.increment();
    }

    private static Tally.Strike kill(ChildProcess child, Tally tally) throws TimeoutException {
        Tally.Strike strike = tally.strike();
        child.kill();
        ends(child, new Signaled(Signals.SIGKILL), tally);
        strike.noticed("join()");
        return strike;
    }

    private static void ends(ChildProcess child, ExitStatus expected, Tally tally) throws TimeoutException {
        if (!child.join(Tally.PATIENCE)) {
            throw tally.hung("join() of " + child);
        }
        if (!child.exitStatus().equals(expected)) {
            tally.lost(1, "end, since it should have " + expected + ": " + child);
        }
        tally.done.increment();
    }
}
