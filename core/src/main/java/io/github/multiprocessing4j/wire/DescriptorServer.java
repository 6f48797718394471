package io.github.multiprocessing4j.wire;

import io.github.multiprocessing4j.os.DescriptorPassing;
import io.github.multiprocessing4j.os.Descriptors;
import io.github.multiprocessing4j.os.LibraryLog;
import io.github.multiprocessing4j.os.SpareThreads;
import io.github.multiprocessing4j.os.UnixSockets;
import io.github.multiprocessing4j.region.SessionDirectory;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Gives this process's {@linkplain DescriptorOffer offers} to those who know their secrets: a socket in the tree's
 * private directory, there as long as there are offers. Each who comes is heard by a thread of his own, so nobody can
 * hold up others by silence.
 */
final class DescriptorServer implements Runnable {
    /** Made ahead: in want of descriptors nobody could look into jars for it. */
    private static final System.Logger LOG = LibraryLog.logger();

    private static final Executor THREADS = SpareThreads.named("mp4j-descriptors-", 256 << 10);

    /** How many may be heard at a time; if more come, the first one has to go. */
    private static final int MOST_GUESTS = 64;

    /** Who comes has his ticket in his hand. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final long BETWEEN_TRIES_NANOS = 20_000_000;

    /** Guarded by the class. */
    private static final Map<Long, DescriptorOffer> OFFERS = new HashMap<>();

    /** Null while there are no offers. Guarded by the class. */
    private static @Nullable DescriptorServer current;

    /** Guarded by the class. */
    private static long lastId;

    private final Path path;

    private final int socket;

    private volatile boolean stopped;

    /** Those who are heard, the first one first. Guarded by itself. */
    private final Deque<Integer> guests = new ArrayDeque<>();

    private DescriptorServer() throws IOException {
        this.path = SessionDirectory.newFile("s");
        this.socket = UnixSockets.listen(path, MOST_GUESTS);
    }

    /** {@return what lets its bearer fetch an offer} */
    static synchronized DescriptorTicket add(DescriptorOffer offer, byte[] secret) throws IOException {
        DescriptorServer server = current;
        if (server == null) {
            server = new DescriptorServer();
            try {
                THREADS.execute(server);
            } catch (Throwable t) {
                server.stop();
                Descriptors.close(server.socket);
                throw t;
            }
            current = server;
        }
        lastId++;
        OFFERS.put(lastId, offer);
        return new DescriptorTicket(server.path.toString(), lastId, secret.clone());
    }

    static synchronized boolean has(long id) {
        return OFFERS.containsKey(id);
    }

    static synchronized void remove(long id) {
        DescriptorOffer offer = OFFERS.get(id);
        if (offer != null) {
            forget(id);
            Descriptors.close(offer.descriptor());
        }
    }

    private static void forget(long id) {
        OFFERS.remove(id);
        if (OFFERS.isEmpty() && current != null) {
            current.stop();
            current = null;
        }
    }

    /** {@return a descriptor, the caller's from now on; negative if there is none for who shows that} */
    private static synchronized int take(long id, byte[] secret) throws IOException {
        DescriptorOffer offer = OFFERS.get(id);
        if (offer == null || !offer.isFor(secret)) {
            return -1;
        }
        if (!offer.isOnce()) {
            return Descriptors.duplicate(offer.descriptor());
        }
        forget(id);
        return offer.descriptor();
    }

    private void stop() {
        stopped = true;
        UnixSockets.shutdown(socket);
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "could not remove " + path, e);
        }
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                acceptOne();
            }
        } finally {
            Descriptors.close(socket);
        }
    }

    /** When descriptors have run out he stays at the door, and is asked in again after a moment. */
    private void acceptOne() {
        try {
            int guest = UnixSockets.accept(socket);
            if (guest >= 0) {
                admit(guest);
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "somebody who came for an open channel has to wait: {0}", e);
            LockSupport.parkNanos(BETWEEN_TRIES_NANOS);
        }
    }

    private void admit(int guest) {
        synchronized (guests) {
            guests.add(guest);
            if (guests.size() > MOST_GUESTS) {
                UnixSockets.shutdown(guests.getFirst()); // who will notice, and close it
            }
        }
        try {
            UnixSockets.limitReading(guest, PATIENCE);
            THREADS.execute(() -> hear(guest));
        } catch (Throwable t) {
            dismiss(guest);
            throw t;
        }
    }

    private void hear(int guest) {
        try {
            byte[] shown = new byte[DescriptorTicket.LENGTH];
            if (readAll(guest, shown)) {
                answer(guest, ByteBuffer.wrap(shown));
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "somebody who came for an open channel did not get it: {0}", e);
        } finally {
            dismiss(guest);
        }
    }

    private static boolean readAll(int guest, byte[] into) {
        int n = 1;
        int length = 0;
        while (n > 0 && length < into.length) {
            n = Descriptors.read(guest, into, length, into.length - length);
            length += Math.max(n, 0);
        }
        return length == into.length;
    }

    private static void answer(int guest, ByteBuffer shown) throws IOException {
        long id = shown.getLong();
        byte[] secret = new byte[DescriptorTicket.SECRET_LENGTH];
        shown.get(secret);
        int descriptor = take(id, secret);
        if (descriptor < 0) {
            LOG.log(Level.DEBUG, "somebody came for open channel {0}, which is not offered to him", id);
            int ignored = Descriptors.write(guest, new byte[] {DescriptorTicket.NOT_OFFERED});
            return;
        }
        try {
            DescriptorPassing.send(guest, DescriptorTicket.GIVEN, descriptor);
        } finally {
            Descriptors.close(descriptor);
        }
    }

    private void dismiss(int guest) {
        synchronized (guests) {
            guests.remove(Integer.valueOf(guest));
        }
        Descriptors.close(guest);
    }
}
