package io.github.multiprocessing4j.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcSelfTest {
    @TempDir
    Path proc;

    @Test
    void isThisProcessWhereProcIsOurs() {
        assertTrue(ProcSelf.knowsOurPids());
        assertEquals(ProcessHandle.current().pid(), ProcSelf.pid());
        assertEquals(
                ProcStat.of(ProcSelf.pid()).map(ProcStat::startTicks),
                ProcStat.own().map(ProcStat::startTicks));
    }

    @Test
    void isWhatProcSaysEvenIfThatIsAnotherPid() throws Exception {
        Files.createSymbolicLink(proc.resolve("self"), Path.of("4000000"));
        assertEquals(OptionalLong.of(4_000_000), ProcSelf.pid(proc));
    }

    @Test
    void isUnknownWhereProcIsMissingOrDoesNotShowUs() throws Exception {
        assertEquals(OptionalLong.empty(), ProcSelf.pid(proc));
        Files.createSymbolicLink(proc.resolve("self"), Path.of("nobody"));
        assertEquals(OptionalLong.empty(), ProcSelf.pid(proc));
    }
}
