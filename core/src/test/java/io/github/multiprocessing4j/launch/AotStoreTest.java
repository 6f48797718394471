package io.github.multiprocessing4j.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AotStoreTest {
    @TempDir
    Path folder;

    private AotStore store;

    @BeforeEach
    void make() throws IOException {
        store = new AotStore(folder.resolve("below/store"));
        store.make();
    }

    private Path complete(AotKey key, String content) throws IOException {
        Path work = store.begin();
        Files.writeString(AotStore.cacheIn(work), content);
        store.complete(work, key);
        return store.folder().resolve(key.name());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(store.folder())) {
            return all.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    private static void age(Path file, Duration age) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    @Test
    void findsWhatIsComplete() throws IOException {
        AotKey key = new AotKey("a key\n");
        assertNull(store.find(key));
        Path work = store.begin();
        Files.writeString(AotStore.cacheIn(work), "content");
        assertNull(store.find(key));
        store.complete(work, key);
        assertEquals(store.folder().resolve(key.name()).resolve("cache.aot"), store.find(key));
        assertNull(store.find(new AotKey("another key\n")));
    }

    @Test
    void anotherKeyOfTheSameNameIsAnotherKey() throws IOException {
        AotKey key = new AotKey("a key\n");
        Path entry = complete(key, "content");
        Files.writeString(entry.resolve("key"), "another key\n");
        assertNull(store.find(key));
        complete(key, "anew");
        assertEquals(entry.resolve("cache.aot"), store.find(key));
        Files.write(entry.resolve("key"), new byte[] {(byte) 0xff});
        assertNull(store.find(key), "what is no text");
        complete(key, "again");
        assertEquals("again", Files.readString(entry.resolve("cache.aot")));
    }

    @Test
    void whatIsDamagedGoes() throws IOException {
        AotKey key = new AotKey("a key\n");
        Path entry = complete(key, "content");
        Files.writeString(entry.resolve("cache.aot"), "cOntent");
        assertNull(store.find(key));
        assertFalse(Files.exists(entry));
    }

    @Test
    void isTheUsersAlone() throws IOException {
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(store.folder())));
        AotKey key = new AotKey("a key\n");
        complete(key, "content");
        Files.setPosixFilePermissions(store.folder(), PosixFilePermissions.fromString("rwxrwx---"));
        assertNull(store.find(key));
        assertThrows(IOException.class, store::make);
        AotStore link = new AotStore(folder.resolve("link"));
        Files.createSymbolicLink(link.folder(), store.folder());
        assertThrows(IOException.class, link::make);
    }

    @Test
    void cleaningLeavesWhatIsInUse() throws IOException {
        for (int i = 0; i < 5; i++) {
            age(complete(new AotKey("key " + i), "content"), Duration.ofHours(1 + i));
        }
        AotKey old = new AotKey("key 4");
        store.touch(old);
        Path unfinished = store.begin();
        Files.writeString(AotStore.cacheIn(unfinished), "half");
        store.clean();
        assertEquals(
                Stream.of(0, 1, 4)
                        .map(i -> new AotKey("key " + i).name())
                        .sorted()
                        .toList(),
                names());
    }

    /** Somebody may have named a directory that has other things in it. */
    @Test
    void cleaningLeavesWhatIsSomebodyElses() throws IOException {
        List<String> others = List.of("abc", "new-ideas", "project1", "project2", "project3", "tests.failed");
        for (String name : others) {
            Path other = store.folder().resolve(name);
            if (name.contains(".")) {
                Files.writeString(other, "mine");
            } else {
                Files.writeString(Files.createDirectory(other).resolve("file"), "mine");
            }
            age(other, Duration.ofDays(3));
        }
        for (int i = 0; i < 5; i++) {
            complete(new AotKey("key " + i), "content");
        }
        store.clean();
        List<String> left = names();
        assertTrue(left.containsAll(others), () -> "of " + others + " are left " + left);
        assertEquals(others.size() + 3, left.size());
    }

    @Test
    void whatFailedIsTriedAgainOnAnotherDay() throws IOException {
        AotKey key = new AotKey("a key\n");
        assertFalse(store.hasFailed(key));
        store.failed(key, "why");
        store.clean();
        assertTrue(store.hasFailed(key));
        assertEquals("why", Files.readString(store.failure(key)));
        age(store.failure(key), Duration.ofMinutes(61));
        assertFalse(store.hasFailed(key));
        store.clean();
        assertEquals(List.of(), names());
    }

    @Test
    void aSumIsOfTheBytes() throws IOException {
        Path file = folder.resolve("file");
        Files.writeString(file, "abc");
        String sum = FileSum.of(file);
        assertEquals("3-352441c2-364b3fb7", sum, "CRC-32 and CRC-32C of abc");
        FileTime time = Files.getLastModifiedTime(file);
        Files.delete(file);
        Files.writeString(file, "abd");
        Files.setLastModifiedTime(file, FileTime.from(time.toInstant().plusSeconds(1)));
        assertNotEquals(sum, FileSum.of(file));
        Files.writeString(file, "abc");
        assertEquals(sum, FileSum.of(file));
    }
}
