package io.github.multiprocessing4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

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
