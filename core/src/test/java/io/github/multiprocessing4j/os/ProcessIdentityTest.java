package io.github.multiprocessing4j.os;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ProcessIdentityTest {
    private static final ProcessIdentity OWN = ProcessIdentity.own();

    private static long parent() {
        return ProcessHandle.current().parent().orElseThrow().pid();
    }

    @Test
    void whoseStartIsNotKnownIsDeadOnlyIfThereIsNoSuchProcess() {
        assertFalse(new ProcessIdentity(OWN.pid(), 0).isDead());
        assertFalse(new ProcessIdentity(parent(), 0).isDead());
    }

    @Test
    void whoStartedAtAnotherTimeWasAnotherProcess() {
        assertFalse(OWN.isDead());
        assertTrue(new ProcessIdentity(OWN.pid(), OWN.startTicks() + 1).isDead());
        assertTrue(new ProcessIdentity(parent(), OWN.startTicks() + 1).isDead());
    }
}
