package io.github.multiprocessing4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That what is measured of pipes and queues, and of what they are compared with, works; no figure of it means anything. */
class ChannelsTest {
    private static final Effort LITTLE = new Effort(1000, 10);

    private static final PipeSide PIPES = new PipeSide(LITTLE, Pinning.NONE);

    private static final QueueSide QUEUES = new QueueSide(LITTLE, Pinning.NONE);

    private interface Figure {
        double measure() throws Exception;
    }

    @Test
    void pipesAndQueuesHaveFigures() throws Exception {
        Map<String, Figure> figures = Map.of(
                "64 bytes", PIPES::oneWay64,
                "64 bytes and back", PIPES::roundTrip64,
                "1 MiB into", PIPES::oneWay1MibInto,
                "Queue", QUEUES::queueOneWaySmall,
                "SimpleQueue and back", QUEUES::simpleQueueRoundTrip,
                "SimpleQueue of 1 MiB", QUEUES::simpleQueueOneWay1Mib,
                "idle", () -> IdleSide.readersCpu(0.05) + 1e-9);
        for (var figure : figures.entrySet()) {
            double value = figure.getValue().measure();
            assertTrue(value > 0, figure.getKey() + ": " + value);
        }
    }

    @Tag("stress")
    @ParameterizedTest
    @EnumSource(names = {"AGRONA", "AERON", "CHRONICLE", "UNIX_SOCKET"})
    void peersHaveFigures(Rival rival) throws Exception {
        Measured there = Measured.parse(Sides.lastLine(Sides.peer(Measure.PIPE_ONE_WAY_64B, rival, LITTLE)));
        assertTrue(there.value() > 0, there::toString);
    }

    @Test
    void cpythonMeasuresTheSame() throws Exception {
        String script = Files.readString(Path.of("src/main/python/cpython_side.py"));

        for (Measure measure : Measure.values()) {
            assertEquals(
                    measure.rivals().contains(Rival.CPYTHON),
                    script.contains("\ndef " + measure + "("),
                    measure.toString());
        }
    }

    @Test
    void moreOfWhatPassesAndLessOfTimeIsBetter() {
        for (String channel : List.of("pipe", "queue")) {
            for (Measure measure : Selection.named(channel).measures()) {
                boolean isTime = measure.unit().equals("us");
                assertEquals(isTime ? "lower" : "higher", measure.better());
                for (Target target : measure.targets()) {
                    assertEquals(isTime, target.condition().test(0.1), measure.toString());
                    assertEquals(!isTime, target.condition().test(30), measure.toString());
                }
            }
        }
        Target idle = Measure.IDLE_100_READERS_CPU.targets().getFirst();
        assertTrue(!idle.condition().test(0.2));
        assertTrue(idle.condition().test(0.19));
    }

    @Test
    void groupsAreThoseOfTheirName() {
        assertEquals(5, Selection.named("pipe").measures().size());
        assertEquals(6, Selection.named("queue").measures().size());
        assertEquals(6, Selection.named("sync").measures().size());
        assertEquals(
                List.of(Measure.SHARED_MEMORY_CREATE_UNLINK_1MIB),
                Selection.named("shared_memory_create_unlink_1MiB").measures());
    }

    @Test
    void everyMeasureIsOfOneGroup() {
        for (Measure measure : Measure.values()) {
            assertEquals(
                    1,
                    Selection.groups().stream()
                            .filter(group -> Selection.named(group).measures().contains(measure))
                            .count(),
                    measure.toString());
        }
    }
}
