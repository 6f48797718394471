package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.codec.Codec;
import io.github.multiprocessing4j.codec.Source;
import io.github.multiprocessing4j.codec.ThrowableCodec;
import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.os.LackOfMemory;
import io.github.multiprocessing4j.pool.Frames.Report;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/*
 * Reports that came together are settled together: the dispatcher's lock is taken once for them, and the worker is woken once for what it
 * gets in their stead. That is on its way before the results are decoded.
 */
/** Reads what a worker sends. Used by one thread. */
final class ReportReader {
    /** What may wait to be settled, so that a worker is not kept waiting for its next chunks. */
    private static final int MOST_REPORTS = 64;

    private static final int MOST_BYTES = 256 << 10;

    /** At hand, since there may be no memory to make one when it is needed. */
    private static final Outcome NO_MEMORY = new Outcome.NotCarried(
            List.of(), new SerializationException("a result could not be read here: there is no memory left", null));

    private static final int MOST_TRIES = 1000;

    private final Worker worker;

    private final List<Unsettled> unsettled = new ArrayList<>();

    private int bytes;

    ReportReader(Worker worker) {
        this.worker = worker;
    }

    /** A report whose results are not decoded yet. */
    private record Unsettled(Report report, Source results) {}

    /** {@return whether there is enough to be {@linkplain #settle settled}} */
    boolean isFull() {
        return unsettled.size() >= MOST_REPORTS || bytes >= MOST_BYTES;
    }

    void take(ByteBuffer message) throws IOException {
        Source source = Source.of(message);
        byte type = source.readByte();
        switch (type) {
            case Frames.READY -> worker.isReady();
            case Frames.UNUSABLE -> worker.isUnusable(ThrowableCodec.read(Codec.standard(), source));
            case Frames.DUMP -> dump(source.readLong(), source);
            default -> {
                unsettled.add(new Unsettled(Report.read(type, source), source));
                bytes += message.capacity();
            }
        }
    }

    /** Tells everybody concerned what the reports say that were taken. Whatever goes wrong, each of them is told something. */
    void settle() {
        if (unsettled.isEmpty()) {
            return;
        }
        List<Unsettled> batch = List.copyOf(unsettled);
        List<Report> reports = batch.stream().map(Unsettled::report).toList();
        List<@Nullable Assignment> assignments = new ArrayList<>(batch.size());
        unsettled.clear();
        bytes = 0;
        Throwable failure = null;
        try {
            worker.dispatcher().ended(worker, reports, worker.isWorn(), assignments);
        } catch (Throwable t) {
            failure = t;
        }
        for (int i = 0; i < assignments.size(); i++) {
            Assignment assignment = assignments.get(i);
            if (assignment != null) {
                try {
                    report(assignment, batch.get(i));
                } catch (Throwable t) {
                    failure = t;
                    tellThatThereIsNoMemory(assignment);
                }
            }
        }
        switch (failure) {
            case null -> {}
            case Error e -> throw e;
            case RuntimeException e -> throw e;
            default -> throw new IllegalStateException(failure); // there are no others
        }
    }

    private void report(Assignment assignment, Unsettled each) {
        Outcome outcome = outcome(each.report(), each.results());
        Overrun overrun = assignment.interruptedAt(each.report().done());
        Outcome told = overrun == null ? outcome : interrupted(outcome, overrun);
        assignment.record(told, each.report().effort());
        assignment.chunk().report(told);
    }

    /** Again and again, as to tell that takes some as well, until others have freed it. */
    private static void tellThatThereIsNoMemory(Assignment assignment) {
        for (int i = 0; i < MOST_TRIES; i++) {
            try {
                assignment.chunk().report(NO_MEMORY);
                return;
            } catch (OutOfMemoryError | StackOverflowError e) {
                LockSupport.parkNanos(LackOfMemory.PAUSE_NANOS);
            }
        }
    }

    /** That an item was interrupted is the reason why it did not end well. */
    private Outcome interrupted(Outcome outcome, Overrun overrun) {
        return switch (outcome) {
            case Outcome.Failed failed -> timedOut(failed.values(), overrun, failed.thrown());
            case Outcome.NotCarried failed -> timedOut(failed.values(), overrun, failed.reason());
            default -> outcome;
        };
    }

    private Outcome timedOut(List<@Nullable Object> values, Overrun overrun, Throwable thrown) {
        return new Outcome.TimedOut(
                values, worker.id(), overrun.item(), overrun.deed(), overrun.limit(), /* threadDump= */ "", thrown);
    }

    private void dump(long id, Source source) {
        worker.dispatcher().dumped(worker, id, String.valueOf(Codec.standard().read(source)));
    }

    private Outcome outcome(Report report, Source source) {
        List<@Nullable Object> values = List.of();
        try {
            values = new ArrayList<>(report.done());
            for (int i = 0; i < report.done(); i++) {
                values.add(Codec.standard().read(source));
            }
            return switch (report.type()) {
                case Frames.DONE -> new Outcome.Done(values);
                case Frames.FAILED ->
                    new Outcome.Failed(values, worker.id(), ThrowableCodec.read(Codec.standard(), source));
                case Frames.BROKEN ->
                    new Outcome.NotCarried(
                            values, broken(source.readByte(), ThrowableCodec.read(Codec.standard(), source)));
                default -> throw new SerializationException("an unknown message of type " + report.type(), null);
            };
        } catch (Throwable t) {
            // Reading runs code of the value's class, which can throw anything; the caller is to see it, not this
            // thread.
            return notRead(values, t);
        }
    }

    private Outcome notRead(List<@Nullable Object> values, Throwable thrown) {
        try {
            return new Outcome.NotCarried(
                    values, reason("a result of " + worker.id() + " could not be read here", thrown));
        } catch (OutOfMemoryError | StackOverflowError e) {
            return NO_MEMORY;
        }
    }

    private SerializationException broken(byte what, Throwable thrown) {
        String failed = switch (what) {
            case Frames.CODE -> "the code to run could not be read in ";
            case Frames.ARGUMENT -> "the argument could not be read in ";
            default -> "the result could not be sent by ";
        };
        return reason(failed + worker.id(), thrown);
    }

    private static SerializationException reason(String what, Throwable thrown) {
        String why = thrown instanceof SerializationException ? thrown.getMessage() : ThrownText.of(thrown);
        return new SerializationException(what + ": " + why, thrown);
    }
}
