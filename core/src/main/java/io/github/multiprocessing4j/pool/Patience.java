package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.pool.Overrun.Kind;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/*
 *   WAITING ---- soft limit, or cancelled ----> INTERRUPTED ---- grace is over, or hard limit ----> ASKED ----> KILLED
 *      \----------------------------- hard limit, no progress ------------------------------------/
 *
 * A worker that is asked what its threads are doing has a moment to answer. If an item ends that was interrupted, or asked about, the next
 * one of its chunk starts afresh, unless the chunk was cancelled.
 */
/** How long the pool goes on waiting for what a worker runs, and what it does when that is over. Guarded by the back's lock. */
final class Patience {
    /** A worker that is well answers within milliseconds, unless the machine is busy. */
    private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private enum Step {
        WAITING,
        INTERRUPTED,
        ASKED,
        KILLED
    }

    private final Limited limited;

    private final Limits limits;

    private Step step = Step.WAITING;

    /** When that was. */
    private long since;

    private @Nullable Overrun overrun;

    private String answer = "";

    Patience(Limited limited, Limits limits) {
        this.limited = limited;
        this.limits = limits;
    }

    /** Does what is to be done. {@return after how many nanoseconds to look again} */
    long look(long now) {
        ClaimPage.Running running = limited.running();
        if (running == null) {
            return limits.shortest();
        }
        Overrun cause = overrun;
        if (cause != null && cause.kind() != Kind.CANCELLED && cause.item() != running.item() && step != Step.KILLED) {
            forget();
        }
        return switch (step) {
            case WAITING -> whileWaiting(running, now);
            case INTERRUPTED -> whileInterrupted(running, now);
            case ASKED -> whileAsked(now);
            case KILLED -> Limits.FOREVER;
        };
    }

    private void forget() {
        step = Step.WAITING;
        overrun = null;
        answer = "";
    }

    private long whileWaiting(ClaimPage.Running running, long now) {
        long hard = left(limits.hard(), running.began(), now);
        long stall = left(limits.stall(), running.lastSign(), now);
        long soft = left(limits.soft(), running.began(), now);
        if (hard <= 0) {
            return ask(Overrun.of(Kind.HARD, limits.hard(), running.item()), now);
        } else if (stall <= 0) {
            return ask(Overrun.of(Kind.STALL, limits.stall(), running.item()), now);
        } else if (soft <= 0) {
            return interrupt(Overrun.of(Kind.SOFT, limits.soft(), running.item()), now);
        }
        return Math.min(hard, Math.min(stall, soft));
    }

    private long whileInterrupted(ClaimPage.Running running, long now) {
        long hard = left(limits.hard(), running.began(), now);
        long grace = left(limits.grace(), since, now);
        Overrun cause = overrun;
        if (cause == null || hard > 0 && grace > 0) {
            return Math.min(hard, grace);
        }
        return cause.kind() == Kind.CANCELLED ? kill() : ask(cause, now);
    }

    private long whileAsked(long now) {
        long left = left(ANSWER_NANOS, since, now);
        if (left > 0 && answer.isEmpty()) {
            return left;
        }
        return kill();
    }

    private long kill() {
        step = Step.KILLED;
        limited.kill();
        return Limits.FOREVER;
    }

    private static long left(long limit, long from, long now) {
        return limit == Limits.FOREVER ? limit : limit - (now - from);
    }

    private long interrupt(Overrun cause, long now) {
        overrun = cause;
        step = Step.INTERRUPTED;
        since = now;
        limited.interrupt(cause);
        return limits.grace();
    }

    private long ask(Overrun cause, long now) {
        overrun = cause;
        step = Step.ASKED;
        since = now;
        limited.ask(cause);
        return answer.isEmpty() ? ANSWER_NANOS : 0;
    }

    /** Its caller does not want it any more. {@return after how many nanoseconds to look} */
    long cancel(long now) {
        return step == Step.KILLED ? Limits.FOREVER : interrupt(Overrun.of(Kind.CANCELLED, 0, ClaimPage.DECODING), now);
    }

    /** What the worker's threads are doing. */
    void answered(String dump) {
        answer = dump;
    }

    String answer() {
        return answer;
    }

    /** {@return why an item was interrupted, if it was} */
    @Nullable
    Overrun interruptedAt(int item) {
        Overrun cause = overrun;
        return cause != null && cause.kind() == Kind.SOFT && cause.item() == item ? cause : null;
    }

    /** {@return why the worker was killed, if it was for this} */
    @Nullable
    Overrun killedFor() {
        return step == Step.KILLED ? overrun : null;
    }
}
