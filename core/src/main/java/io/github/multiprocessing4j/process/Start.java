package io.github.multiprocessing4j.process;

import java.util.concurrent.ThreadFactory;

/** How an unstarted process is started, and so what it will be. */
sealed interface Start {
    /** {@return what the process is from now on} */
    Relation start(ChildProcess process);

    /**
     * Something was asked for that only a process has.
     *
     * @throws UnsupportedOperationException if it will be none
     */
    default void requireProcess(String asked) {}

    /** As an operating-system process. */
    record AsProcess() implements Start {
        @Override
        public Relation start(ChildProcess process) {
            CurrentProcess.requireMayHaveChildren();
            LiveChild live = LiveChild.start(process);
            LiveChildren.add(live, process);
            process.loseTarget();
            return new Relation.Child(process, live);
        }
    }

    /**
     * As a thread of this process.
     *
     * @param factory makes the thread
     */
    record AsThread(ThreadFactory factory) implements Start {
        @Override
        public Relation start(ChildProcess process) {
            return new Relation.OfThread(new ThreadChild(process, factory));
        }

        @Override
        public void requireProcess(String asked) {
            throw new UnsupportedOperationException("a thread of this process has no " + asked
                    + " of its own: leave it out, or make it a process by Context.processes()");
        }
    }
}
