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
        Optional<Wait.WaitStatus> status = Wait.awaitEnd(pid);
        lock.lock();
        try {
            killGroupUnlessAllWentWell(status);
            Wait.reap(pid);
            reaped = true;
        } finally {
            lock.unlock();
        }
        return status.map(known -> new Ending(known.signaled(), known.number(), true));
    }

    /** Before it is reaped, when its pid, which is the group's id, can't be anybody else's. */
    private void killGroupUnlessAllWentWell(Optional<Wait.WaitStatus> status) {
        boolean well =
                status.map(known -> !known.signaled() && known.number() == 0).orElse(true);
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
