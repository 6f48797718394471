package io.github.multiprocessing4j.wire;

import io.github.multiprocessing4j.os.ProcessIdentity;
import io.github.multiprocessing4j.region.Block;
import io.github.multiprocessing4j.region.BlockHandle;
import io.github.multiprocessing4j.region.Carrier;
import io.github.multiprocessing4j.region.GoneException;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What one round of looking has found out, so that nothing is looked at twice. Not thread-safe. */
final class Obituaries {
    private final Map<Long, Boolean> dead = new HashMap<>();

    /** The ends that are being looked at: one that is carried by itself, by way of others, arrives nowhere. */
    private final Set<Carrier.OfEnd> asked = new HashSet<>();

    /** {@return whether a process is dead} */
    boolean isDead(long packed) {
        return dead.computeIfAbsent(packed, key -> ProcessIdentity.unpacked(key).isDead());
    }

    /** {@return whether what it carries will never arrive} What can't be known for the moment proves nothing. */
    boolean hasDropped(Carrier carrier) {
        return switch (carrier) {
            case Carrier.OfProcess process -> isDead(process.packed());
            case Carrier.OfEnd end -> isNobodys(end);
            case Carrier.OfMemory memory -> isGone(memory.block());
        };
    }

    private boolean isNobodys(Carrier.OfEnd end) {
        if (!asked.add(end)) {
            return true;
        }
        try {
            Optional<Block> block = attach(end.channel());
            if (block.isEmpty()) {
                return false;
            }
            try (Block there = block.get()) {
                return new EndWord(there.memory(), end.offset()).isNobodys(this);
            }
        } catch (GoneException e) {
            return true;
        } finally {
            asked.remove(end);
        }
    }

    private static boolean isGone(BlockHandle memory) {
        try {
            attach(memory).ifPresent(Block::close);
            return false;
        } catch (GoneException e) {
            return true;
        }
    }

    private static Optional<Block> attach(BlockHandle handle) throws GoneException {
        try {
            return Optional.of(Block.find(handle));
        } catch (GoneException e) {
            throw e;
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
