package io.github.multiprocessing4j.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The names of shared memory blocks, and what is said when something is wrong with one. */
final class BlockName {
    /** CPython's begin with {@code psm_}. Both have 13 characters: some systems allow no more than 14 with a slash in front. */
    private static final String PREFIX = "mp4j_";

    private static final int RANDOM_BYTES = 4;

    /** NAME_MAX. */
    private static final int LONGEST = 255;

    private static final SecureRandom RANDOM = new SecureRandom();

    private BlockName() {}

    static String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        return PREFIX + HexFormat.of().formatHex(bytes);
    }

    static void check(String name) {
        if (name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a name of shared memory must not contain a NUL character");
        }
        if (name.indexOf('/') >= 0) {
            throw new IllegalArgumentException("a name of shared memory must not contain a slash: " + name);
        }
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException("no name of shared memory: \"" + name + '"');
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw new IllegalArgumentException("a name of shared memory has at most " + LONGEST + " bytes: " + name);
        }
    }

    static UncheckedIOException failure(String what, String name, IOException e) {
        String why = switch (e) {
            case NoSuchFileException _ -> "there is none; somebody has unlinked it, or nobody created it";
            case FileAlreadyExistsException _ -> "there is one of this name";
            case AccessDeniedException _ ->
                "access is denied: it is another user's, or its mode does not let this one read and write";
            case FileSystemException f when f.getReason() != null -> f.getReason();
            default -> String.valueOf(e.getMessage());
        };
        return new UncheckedIOException("can't " + what + " shared memory " + name + ": " + why, e);
    }
}
