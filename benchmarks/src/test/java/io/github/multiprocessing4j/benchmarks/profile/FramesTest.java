package io.github.multiprocessing4j.benchmarks.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FramesTest {
    @Test
    void aLabelIsTheNameWithoutItsPackages() {
        assertEquals("Map$Entry.getKey", Frames.brief("java.util.Map$Entry.getKey"));
        assertEquals("Main.main", Frames.brief("Main.main"));
        assertEquals("[a thread of io.Something]", Frames.brief("[a thread of io.Something]"));
    }

    @Test
    void theBenchmarksAreNotTheLibrary() {
        assertTrue(Frames.isOwn("io.github.multiprocessing4j.wire.RingReader.begin"));
        assertFalse(Frames.isOwn("io.github.multiprocessing4j.benchmarks.PipeSide.check"));
        assertFalse(Frames.isOwn("java.util.List.add"));
        assertFalse(Frames.isMethod("[main]"));
    }
}
