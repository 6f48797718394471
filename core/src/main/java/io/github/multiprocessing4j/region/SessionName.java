package io.github.multiprocessing4j.region;

import io.github.multiprocessing4j.os.ProcSelf;
import io.github.multiprocessing4j.os.ProcStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The name of a {@link SessionDirectory}: prefix, pid namespace, pid and start ticks of its owner, and something that nobody
 * can guess.
 *
 * @param namespace the owner's pid namespace, 0 if unknown
 * @param pid the owner's
 * @param startTicks when the owner started, 0 if unknown
 * @param random eight hexadecimal digits
 */
record SessionName(long namespace, long pid, long startTicks, String random) {
    static final String PREFIX = "mp4j-";

    private static final int PARTS = 5;

    static SessionName ofThisProcess() {
        long ticks = ProcStat.own().map(ProcStat::startTicks).orElse(0L);
        byte[] random = new byte[4];
        new SecureRandom().nextBytes(random);
        return new SessionName(
                namespaceOfThisProcess().orElse(0),
                ProcessHandle.current().pid(),
                ticks,
                HexFormat.of().formatHex(random));
    }

    static OptionalLong namespaceOfThisProcess() {
        try {
            String link = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
            return OptionalLong.of(Long.parseLong(link.replaceAll("[^0-9]", "")));
        } catch (IOException | UnsupportedOperationException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** {@return what a directory's name says, or nothing if it is none of ours} */
    static Optional<SessionName> parse(String name) {
        String[] parts = name.split("-", -1);
        if (parts.length != PARTS || !name.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SessionName(
                    Long.parseLong(parts[1]), Long.parseLong(parts[2]), Long.parseLong(parts[3]), parts[4]));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** {@return whether the owner is known for certain to have ended} A pid whose entry is hidden from us counts as alive. */
    boolean isOfADeadProcess() {
        OptionalLong here = namespaceOfThisProcess();
        if (here.isEmpty() || here.getAsLong() != namespace || !ProcSelf.knowsOurPids()) {
            return false;
        }
        Optional<ProcStat> stat = ProcStat.of(pid);
        return stat.isPresent()
                ? !stat.get().alive() || startTicks != 0 && stat.get().startTicks() != startTicks
                : ProcessHandle.of(pid).isEmpty();
    }

    @Override
    public String toString() {
        return PREFIX + namespace + "-" + pid + "-" + startTicks + "-" + random;
    }
}
