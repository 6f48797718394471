package io.github.multiprocessing4j.sharedtypes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.region.SessionDirectory;
import io.github.multiprocessing4j.region.SpareArena;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** CPython's TestHeap: the memory behind values and arrays. */
@Timeout(60)
class HeapTest {
    private static int files() throws IOException {
        SpareArena.giveUp();
        int files = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(SessionDirectory.get(), "r*")) {
            for (Path _ : all) {
                files++;
            }
        }
        return files;
    }

    private static long count(String directory) throws IOException {
        try (var all = Files.list(Path.of(directory))) {
            return all.count();
        }
    }

    private static long mappings() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.contains(SessionDirectory.get().toString()))
                    .count();
        }
    }

    @Test
    void aHundredThousandValuesHaveFewMappingsAndDescriptors() throws Exception {
        long descriptors = count("/proc/self/fd");
        List<LongValue> values = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            LongValue value = Value.ofLong(i);
            value.getLock().lock();
            value.getLock().unlock();
            values.add(value);
        }
        assertTrue(files() < 20, () -> "files");
        long mappings = mappings();
        assertTrue(mappings > 0 && mappings < 20, () -> mappings + " mappings");
        long more = count("/proc/self/fd") - descriptors;
        assertTrue(more < 20, () -> more + " descriptors");
        for (int i = 0; i < values.size(); i++) {
            assertEquals(i, values.get(i).get());
        }
        values.forEach(LongValue::close);
        assertEquals(0, files());
    }

    /** CPython's TestHeap.test_heap. */
    @Test
    void memoryOfAllSizesIsUsedAgainAndGivenBack() throws Exception {
        Random random = new Random(20_101);
        List<IntArray> arrays = new ArrayList<>();
        int most = 0;
        for (int i = 0; i < 5000; i++) {
            int size = (int) (Math.exp(random.nextGaussian()) * 1000);
            IntArray array = Array.ofUnsignedByte(size);
            int mark = i & 0xff;
            for (int at = 0; at < size; at += 64) {
                assertEquals(0, array.get(at));
                array.set(at, mark);
            }
            arrays.add(array);
            if (arrays.size() > 50) {
                arrays.remove(random.nextInt(50)).close();
            }
            most = Math.max(most, files());
        }
        assertTrue(most < 60, "what was freed must be used again: " + most + " files");
        for (IntArray array : arrays) {
            for (int at = 64; at < array.length(); at += 64) {
                assertEquals(array.get(0), array.get(at), "blocks must not overlap");
            }
        }
        Collections.shuffle(arrays, random);
        arrays.forEach(IntArray::close);
        assertEquals(0, files());
    }

    /** CPython's TestHeap.test_free_from_gc. */
    @Test
    @SuppressWarnings("MustBeClosed")
    void whatIsForgottenIsFreedByTheGarbageCollector() throws Exception {
        for (int i = 0; i < 5000; i++) {
            forget();
            if (i % 1000 == 0) {
                System.gc();
            }
        }
        while (files() > 0) {
            System.gc();
            LockSupport.parkNanos(10_000_000); // as the cleaner's thread needs a moment, too
        }
    }

    private static void forget() {
        IntValue a = Value.ofByte(1);
        a.getLock().lock();
        a.getLock().unlock();
    }
}
