package io.github.multiprocessing4j.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * What a file's bytes are: how many, and two checksums of different polynomials, 64 bits together. They tell what was built anew, or
 * damaged, from what was not, in a fresh JVM within some 2 ms a megabyte; a cryptographic hash takes one 80 ms there, and keeps
 * out nobody who may write the file anyway.
 */
final class FileSum {
    /** A file is read again only if it looks otherwise. */
    private static final Map<Path, Known> KNOWN = new ConcurrentHashMap<>();

    private record Known(String state, String sum) {}

    private FileSum() {}

    /**
     * {@return what the file's bytes are, as text}
     *
     * @throws IOException if it can't be read
     */
    static String of(Path file) throws IOException {
        String state = state(file);
        Known known = KNOWN.get(file);
        if (known == null || !known.state().equals(state)) {
            known = new Known(state, read(file));
            KNOWN.put(file, known);
        }
        return known.sum();
    }

    /** {@return how long the file is, when it was changed, and which one it is} */
    static String state(Path file) throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return now.size() + " " + now.lastModifiedTime() + " " + now.fileKey();
    }

    private static String read(Path file) throws IOException {
        CRC32 one = new CRC32();
        CRC32C other = new CRC32C();
        long size = 0;
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            int n;
            while ((n = in.read(buffer)) > 0) {
                one.update(buffer, 0, n);
                other.update(buffer, 0, n);
                size += n;
            }
        }
        return size + "-" + Long.toHexString(one.getValue()) + "-" + Long.toHexString(other.getValue());
    }
}
