package io.github.multiprocessing4j.launch;

import io.github.multiprocessing4j.os.Signals;
import io.github.multiprocessing4j.os.Wait;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/*
 * Between a process's death and its being reaped it is a zombie, and nobody else can get its pid. It is therefore reaped
 * under the same lock under which signals are sent, so that a signal never reaches a stranger. Only if somebody else in this JVM
 * reaps its children there is a moment, until this one is told, in which it could.
 */
/** A process started by {@link PosixLauncher}. */
final class PosixProcess implements LaunchedProcess {
    private final long pid;

    private final List<InputStream> outputs;

    private final boolean ownGroup;

    private final ReentrantLock lock = new ReentrantLock();

    /** Used by who awaits its end, as is what is known of that: once it is reaped nobody could tell. */
    private boolean ended;

    private Optional<Ending> ending = Optional.empty();

    /** Guarded by {@link #lock}. */
    private boolean reaped;

    PosixProcess(long pid, List<InputStream> outputs, boolean ownGroup) {
        this.pid = pid;
        this.outputs = outputs;
        this.ownGroup = ownGroup;
    }

    @Override
    public long pid() {
        return pid;
    }

    @Override
    public Optional<Ending> awaitEnd() {
        if (!ended) {
            ending = Wait.awaitEnd(pid).map(status -> new Ending(status.signaled(), status.number(), true));
            ended = true;
        }
        lock.lock();
        try {
            if (!reaped) {
                killGroupUnlessAllWentWell();
                reaped = true; // before, as its pid may be a stranger's after
            }
            Wait.reap(pid);
        } finally {
            lock.unlock();
        }
        return ending;
    }

    /** Before it is reaped, when its pid, which is the group's id, can't be anybody else's. */
    private void killGroupUnlessAllWentWell() {
        boolean well =
                ending.map(known -> !known.signaled() && known.number() == 0).orElse(true);
        if (ownGroup && !well) {
            int _ = Signals.kill(-pid, Signals.SIGKILL);
        }
    }

    @Override
    public boolean signal(int signal) {
        lock.lock();
        try {
            return !reaped && Signals.kill(pid, signal) == 0;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<InputStream> outputs() {
        return outputs;
    }
}
