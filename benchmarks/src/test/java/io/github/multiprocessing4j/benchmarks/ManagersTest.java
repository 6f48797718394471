package io.github.multiprocessing4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.manager.SyncManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** That what is measured of managers works and becomes ratios; no figure of it means anything. */
@Tag("stress")
class ManagersTest {
    private static final Effort LITTLE = new Effort(100, 100);

    private static final ManagerSide MANAGERS = new ManagerSide(LITTLE);

    private interface Figure {
        double measure() throws Exception;
    }

    @Test
    void managersHaveFigures() throws Exception {
        Map<Measure, Figure> figures = Map.of(
                Measure.MANAGER_DICT_GET_ROUND_TRIP,
                MANAGERS::local,
                Measure.MANAGER_DICT_GET_ROUND_TRIP_TCP,
                MANAGERS::tcp,
                Measure.MANAGER_8_CLIENTS,
                () -> new ManagerClientsSide(LITTLE).callsPerSecond(2));
        for (var figure : figures.entrySet()) {
            double here = figure.getValue().measure();
            assertTrue(here > 0, figure.getKey() + ": " + here);
            String table = Table.of(
                    List.of(new Result(figure.getKey(), Sample.of(here), Map.of(Rival.CPYTHON, Sample.of(4 * here)))));
            assertTrue(table.contains(" 0.25 (0.25 to 0.25)"), table);
        }
    }

    @Test
    void javaRmiDoesTheSame() throws Exception {
        Measured there =
                Measured.parse(Sides.lastLine(Sides.peer(Measure.MANAGER_DICT_GET_ROUND_TRIP, Rival.RMI, LITTLE)));

        assertTrue(there.value() > 0, there::toString);
    }

    @Test
    void onlyWhoIsNotReachedThroughTcpSharesMemory() throws Exception {
        try (var connected = TcpManager.connect()) {
            assertFalse(sharesMemory(
                    connected.manager(), connected.server().process().pid()));
        }
        try (var manager = SyncManager.start()) {
            assertTrue(sharesMemory(manager, manager.process().orElseThrow().pid()));
        }
    }

    /** Whether a server does with a client, which has made a call. */
    private static boolean sharesMemory(SyncManager manager, long server) throws IOException {
        assertEquals(1, manager.map(Map.of("k", 1)).get("k"));
        return Files.readString(Path.of("/proc", Long.toString(server), "maps")).contains("/mp4j-");
    }

    @Test
    void lessTimeAndMoreCallsAreBetter() {
        for (Measure measure : Selection.named("manager").measures()) {
            for (Target target : measure.targets()) {
                boolean isTime = measure.better().equals("lower");
                assertEquals(isTime, target.condition().test(0.2), measure.toString());
                assertEquals(!isTime, target.condition().test(5), measure.toString());
            }
        }
        assertEquals(5, Selection.named("manager").measures().size());
    }

    @Test
    void proxiesThatWereDroppedLeaveALittleAtMost() {
        double growth = new MillionProxiesSide(LITTLE).serverGrowth();

        assertTrue(growth < 8, growth + " MiB");
    }
}
