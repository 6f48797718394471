package io.github.multiprocessing4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.multiprocessing4j.process.ChildProcess;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

class StartsTest {
    /** Two children, or a second. */
    private static final Effort LITTLE = new Effort(100, 100);

    @Test
    void childrenOneAfterTheOtherTakeTimeOfAProcessor() throws Exception {
        for (RowSide row : new RowSide[] {RowSide.spawn(LITTLE), RowSide.forkserver(LITTLE)}) {
            assertTrue(row.millis() > 0, row::toString);
            assertTrue(row.cpuSeconds() > 0.01, row::toString);
        }
    }

    @Test
    void aJvmInStockHasMemoryAndDoesNextToNothing() throws Exception {
        var side = new StockSide(LITTLE);

        assertTrue(side.residentMib() > 10);
        assertTrue(side.bareResidentMib() > 10);
        assertTrue(side.bareCpuSeconds() >= 0);
        assertTrue(side.cpuSeconds() >= 0);
    }

    @Test
    @ResourceLock(Resources.SYSTEM_PROPERTIES)
    void childrenAreStartedWithACacheOnceItIsBuilt() throws Exception {
        URL library = ChildProcess.class.getProtectionDomain().getCodeSource().getLocation();
        assumeTrue(library.getPath().endsWith(".jar"), "there is a cache for a jar only");
        assertFalse(StartUpCache.isUsed());

        String before = System.setProperty("multiprocessing4j.aotCache", "true");
        System.setProperty("multiprocessing4j.aotCache.directory", emptyDirectory());
        try {
            assertFalse(StartUpCache.isUsed());
            StartUpCache.await();
            assertTrue(StartUpCache.isUsed());
        } finally {
            System.setProperty("multiprocessing4j.aotCache", before);
            System.clearProperty("multiprocessing4j.aotCache.directory");
        }
    }

    /** Not one that is removed at the end of a test: who has built the cache may still be cleaning up. */
    private static String emptyDirectory() throws IOException {
        return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "aot")
                .toString();
    }

    @Test
    void whoWaitsForALockSleeps() throws Exception {
        double cpu = IdleSide.waitersCpu(0.5);

        assertTrue(cpu >= 0 && cpu < 10, () -> cpu + " s of a processor in 10 s");
    }

    @Test
    void whatAProcessHasUsedIsFound() throws Exception {
        long self = ProcessHandle.current().pid();
        double before = ProcFile.cpuSeconds(self);
        long x = CpuSide.spin(100 * CpuSide.PER_MILLISECOND);

        assertTrue(ProcFile.cpuSeconds(self) > before + 0.01, () -> "calculated " + x);
        assertTrue(ProcFile.residentMib(self) > 10);
    }
}
