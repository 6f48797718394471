package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.codec.Codec;
import io.github.multiprocessing4j.codec.Source;
import io.github.multiprocessing4j.codec.ThrowableCodec;
import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.pool.Frames.Report;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a worker sends. The next chunk is on its way to the worker before the results of the last are decoded. */
final class ReportReader {
    private final Worker worker;

    ReportReader(Worker worker) {
        this.worker = worker;
    }

    void take(ByteBuffer message) throws IOException {
        Source source = Source.of(message);
        byte type = source.readByte();
        switch (type) {
            case Frames.READY -> worker.isReady();
            case Frames.UNUSABLE -> worker.isUnusable(ThrowableCodec.read(Codec.standard(), source));
            case Frames.DUMP -> dump(source.readLong(), source);
            default -> report(Report.read(type, source), source);
        }
    }

    private void report(Report report, Source source) {
        Assignment assignment = worker.dispatcher().ended(worker, report, worker.isWorn());
        if (assignment != null) {
            Outcome outcome = outcome(report, source);
            Overrun overrun = assignment.interruptedAt(report.done());
            Outcome told = overrun == null ? outcome : interrupted(outcome, overrun);
            assignment.record(told, report.effort());
            assignment.chunk().report(told);
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
        List<@Nullable Object> values = new ArrayList<>(report.done());
        try {
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
            return new Outcome.NotCarried(values, reason("a result of " + worker.id() + " could not be read here", t));
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
