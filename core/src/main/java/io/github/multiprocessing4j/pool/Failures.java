package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.failure.MultiprocessingException;
import io.github.multiprocessing4j.failure.ProcessStartException;
import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.failure.TaskFailedException;
import io.github.multiprocessing4j.failure.TaskTimeoutException;
import io.github.multiprocessing4j.failure.WaitInterruptedException;
import io.github.multiprocessing4j.failure.WorkerDiedException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;

/** Puts what became of a chunk into the exceptions that callers see. */
final class Failures {
    private Failures() {}

    /**
     * The exception for a chunk that did not end well.
     *
     * @param call what was called and which of its items the chunk begins with
     */
    static RuntimeException of(Outcome outcome, CallSite call) {
        return switch (outcome) {
            case Outcome.Done done -> throw new IllegalArgumentException("it ended well: " + done);
            case Outcome.Failed failed -> taskFailed(failed, call);
            case Outcome.NotCarried notCarried -> notCarried(notCarried, call);
            case Outcome.WorkerDied died -> workerDied(died, call);
            case Outcome.TimedOut timedOut -> timedOut(timedOut, call);
            case Outcome.Interrupted interrupted -> new CancellationException(call.name() + " was cancelled");
            case Outcome.NotRun notRun -> notRun.reason();
            case Outcome.Discarded discarded ->
                new CancellationException("the pool was terminated before " + call.name() + " was done");
        };
    }

    private static TaskFailedException taskFailed(Outcome.Failed failed, CallSite call) {
        String message = call.item(failed.values().size()) + " failed in " + failed.worker() + ": "
                + ThrownText.of(failed.thrown());
        return new TaskFailedException(message, failed.worker().pid(), failed.thrown());
    }

    private static SerializationException notCarried(Outcome.NotCarried notCarried, CallSite call) {
        SerializationException reason = notCarried.reason();
        String message = call.item(notCarried.values().size()) + ": " + reason.getMessage();
        return new SerializationException(message, reason.getCause());
    }

    private static WorkerDiedException workerDied(Outcome.WorkerDied died, CallSite call) {
        NotTakenIn ours = died.cause() instanceof NotTakenIn known ? known : null;
        String why = ours == null ? "" : ": " + ours.getMessage();
        String details = died.report().isEmpty() ? "" : "\n" + died.report();
        String message = died.worker() + " " + died.exitStatus() + " while " + doing(died.item(), call) + why + details;
        Throwable cause = ours == null ? died.cause() : ours.getCause();
        return new WorkerDiedException(message, died.worker().pid(), died.exitStatus(), cause);
    }

    private static TaskTimeoutException timedOut(Outcome.TimedOut timedOut, CallSite call) {
        boolean decoding = timedOut.item() == Outcome.WorkerDied.DECODING;
        String what = decoding ? "decoding what " + call.name() + " is to run" : call.item(timedOut.item());
        String message = what + " " + timedOut.deed() + " in " + timedOut.worker() + end(timedOut)
                + stack(timedOut.threadDump());
        return new TaskTimeoutException(
                message, timedOut.worker().pid(), timedOut.limit(), timedOut.threadDump(), timedOut.thrown());
    }

    /** That of the task's thread; what the worker's other threads did is for who asks for it. */
    private static String stack(String threadDump) {
        int others = threadDump.indexOf("\n\"");
        String own = others < 0 ? threadDump : threadDump.substring(0, others);
        return own.isEmpty() ? "" : "\n" + own.stripTrailing();
    }

    private static String end(Outcome.TimedOut timedOut) {
        if (timedOut.thrown() != null) {
            return " and threw " + ThrownText.of(timedOut.thrown());
        }
        boolean isThread = timedOut.worker().pid() == ProcessHandle.current().pid();
        return isThread ? ", a thread, which was interrupted and given up on" : ", which was killed";
    }

    private static String doing(int item, CallSite call) {
        if (item == Outcome.WorkerDied.DECODING) {
            return "it was decoding what " + call.name() + " is to run";
        }
        return item < call.size()
                ? "it ran " + call.item(item)
                : "it was sending the results from " + call.item(0) + " on";
    }

    /** The same exception, with the stack of the calling thread. */
    static RuntimeException atCaller(Throwable failure) {
        return switch (failure) {
            case TaskFailedException e -> new TaskFailedException(message(e), e.pid(), cause(e));
            case WorkerDiedException e -> new WorkerDiedException(message(e), e.pid(), e.exitStatus(), e.getCause());
            case TaskTimeoutException e ->
                new TaskTimeoutException(message(e), e.pid(), e.limit(), e.threadDump(), e.getCause());
            case SerializationException e -> new SerializationException(message(e), e.getCause());
            case ProcessStartException e -> new ProcessStartException(message(e), e.getCause());
            case WaitInterruptedException e -> e;
            case CancellationException e -> {
                CancellationException copy = new CancellationException(e.getMessage());
                copy.initCause(e);
                yield copy;
            }
            default -> throw new AssertionError("a chunk can't fail like this", failure);
        };
    }

    /** What {@link java.util.concurrent.Future#get} throws: the cause is what the task itself threw. */
    static ExecutionException fromGet(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        boolean dumped =
                failure instanceof TaskTimeoutException e && !e.threadDump().isEmpty();
        return new ExecutionException(
                dumped ? message.substring(0, message.indexOf('\n')) : message, own(failure)); // one dump is enough
    }

    /** What the task itself threw, if it did. */
    static Throwable own(Throwable failure) {
        return failure instanceof TaskFailedException e ? cause(e) : failure;
    }

    private static String message(MultiprocessingException e) {
        return String.valueOf(e.getMessage());
    }

    private static Throwable cause(TaskFailedException e) {
        Throwable cause = e.getCause();
        return cause != null ? cause : e;
    }
}
