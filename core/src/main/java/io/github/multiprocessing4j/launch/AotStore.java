package io.github.multiprocessing4j.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the user's AOT caches are. What is there is run as code, so the directory must be the user's, and nobody else may write in it.
 *
 * <pre>
 * lock               held by who builds
 * &lt;name of key&gt;/     appears complete, at once
 *   cache.aot
 *   sum              what the bytes of cache.aot are
 *   key              the text of the key
 * &lt;name of key&gt;.failed   why it could not be built
 * new-...            being built
 * </pre>
 *
 * @param folder the directory
 */
record AotStore(Path folder) {
    static final String PROPERTY = "multiprocessing4j.aotCache.directory";

    /** Below what the user has chosen, where other things may be: what is old in here is removed. */
    private static final String OWN = "multiprocessing4j";

    private static final String UNFINISHED = "new-";
    private static final String FAILED = ".failed";
    private static final String CACHE = "cache.aot";
    private static final String SUM = "sum";
    private static final String KEY = "key";

    private static final Pattern NAME = Pattern.compile("[0-9a-f]{1,16}");
    private static final Pattern FAILED_NAME = Pattern.compile("[0-9a-f]{1,16}\\.failed");
    private static final Pattern UNFINISHED_NAME = Pattern.compile("new-[0-9]+");

    /** So many are kept, and the one that is being built. */
    private static final int KEPT = 3;

    private static final Duration UNTIL_NEXT_TRY = Duration.ofHours(1);

    private static final int WRITABLE_BY_OTHERS = 022;

    /** {@return this user's, which need not be there; null if there is no place for it} */
    static @Nullable AotStore ofUser() {
        String chosen = System.getProperty(PROPERTY, "");
        if (!chosen.isBlank()) {
            return new AotStore(Path.of(chosen).toAbsolutePath().resolve(OWN));
        }
        String general = System.getenv("XDG_CACHE_HOME");
        Path base = general != null && general.startsWith("/")
                ? Path.of(general)
                : Path.of(System.getProperty("user.home", ""), ".cache");
        return base.isAbsolute() ? new AotStore(base.resolve(OWN)) : null;
    }

    /**
     * Makes the directory if it is missing.
     *
     * @throws IOException if that can't be done, or somebody else could put something there
     */
    void make() throws IOException {
        Path parent = folder.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        if (!isOurs()) {
            throw new IOException(folder + " is not this user's own directory");
        }
    }

    private boolean isOurs() throws IOException {
        Map<String, Object> found =
                Files.readAttributes(folder, "unix:uid,mode,isDirectory", LinkOption.NOFOLLOW_LINKS);
        Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        return user.equals(found.get("uid"))
                && Boolean.TRUE.equals(found.get("isDirectory"))
                && found.get("mode") instanceof Integer mode
                && (mode & WRITABLE_BY_OTHERS) == 0;
    }

    Path lock() {
        return folder.resolve("lock");
    }

    /**
     * {@return the cache for a key; null if there is none} One that is damaged is removed.
     *
     * @throws IOException if there is one that can't be read
     */
    @Nullable
    Path find(AotKey key) throws IOException {
        Path entry = folder.resolve(key.name());
        Path cache = entry.resolve(CACHE);
        try {
            if (!isOurs() || !text(entry.resolve(KEY)).equals(key.text())) {
                return null;
            }
            if (!text(entry.resolve(SUM)).equals(FileSum.of(cache))) {
                remove(entry);
                return null;
            }
            return cache;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Of a file that may hold anything. */
    private static String text(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "it is no file that could be read");
        }
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /** Tells that it is in use, for it to be kept. */
    void touch(AotKey key) throws IOException {
        Files.setLastModifiedTime(folder.resolve(key.name()), FileTime.from(Instant.now()));
    }

    /** {@return whether it is no use to try to build it now} */
    boolean hasFailed(AotKey key) {
        try {
            return isRecent(failure(key));
        } catch (IOException e) {
            return false; // most likely there was no failure
        }
    }

    private static boolean isRecent(Path failure) throws IOException {
        Instant then = Files.getLastModifiedTime(failure).toInstant();
        return Duration.between(then, Instant.now()).compareTo(UNTIL_NEXT_TRY) < 0;
    }

    // -- for who builds, and holds the lock
    // --------------------------------------------------------------------------------

    /** {@return where to build} */
    Path begin() throws IOException {
        return Files.createTempDirectory(folder, UNFINISHED);
    }

    static Path cacheIn(Path work) {
        return work.resolve(CACHE);
    }

    /** Puts what was built in its place, where there is at most what {@link #find} does not take. */
    void complete(Path work, AotKey key) throws IOException {
        Files.writeString(work.resolve(SUM), FileSum.of(cacheIn(work)));
        Files.writeString(work.resolve(KEY), key.text());
        Path entry = folder.resolve(key.name());
        remove(entry);
        Files.move(work, entry, StandardCopyOption.ATOMIC_MOVE);
    }

    void failed(AotKey key, String why) throws IOException {
        Files.writeString(failure(key), why);
    }

    /** {@return where it is told why one could not be built} */
    Path failure(AotKey key) {
        return folder.resolve(key.name() + FAILED);
    }

    /** Removes what others have left, and old caches; nothing that could be anybody else's. */
    void clean() throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path each : all) {
                String name = String.valueOf(each.getFileName());
                if (UNFINISHED_NAME.matcher(name).matches()
                        || FAILED_NAME.matcher(name).matches() && !isRecent(each)) {
                    remove(each);
                } else if (NAME.matcher(name).matches() && Files.exists(each.resolve(KEY))) {
                    entries.add(each);
                }
            }
        }
        entries.sort((one, other) -> time(other).compareTo(time(one)));
        for (Path old : entries.subList(Math.min(KEPT, entries.size()), entries.size())) {
            remove(old);
        }
    }

    private static FileTime time(Path entry) {
        try {
            return Files.getLastModifiedTime(entry);
        } catch (IOException e) {
            return FileTime.fromMillis(0); // gone, by now
        }
    }

    /** Removes a file, or a directory with the files in it. */
    static void remove(Path entry) throws IOException {
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(entry)) {
                for (Path file : files) {
                    Files.deleteIfExists(file);
                }
            }
        }
        Files.deleteIfExists(entry);
    }
}
