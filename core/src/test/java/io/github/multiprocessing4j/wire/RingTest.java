package io.github.multiprocessing4j.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both sides of a ring, used by one thread. */
@Timeout(60)
class RingTest {
    private static final int CAPACITY = 4096;

    private final MemorySegment ring = Arena.ofAuto().allocate(RingLayout.bytes(CAPACITY), 128);

    private final RingWriter writer = new RingWriter(ring, Fencing.BY_SLEEPERS, new OpenEnds(), Long.MAX_VALUE);

    private final RingReader reader = new RingReader(ring, Fencing.BY_SLEEPERS, new OpenEnds());

    /** Neither is ever closed. */
    private static final class OpenEnds implements Ends {
        @Override
        public void requireOpen() {}

        @Override
        public boolean isClosed() {
            return false;
        }

        @Override
        public boolean isPeerClosed() {
            return false;
        }

        @Override
        public void lookForDeath() {}
    }

    private void write(int length, int content) throws IOException {
        byte[] message = new byte[length];
        message[0] = (byte) content;
        writer.begin(length);
        writer.write(message, 0, length);
        writer.end();
    }

    private byte[] read() throws IOException {
        byte[] message = new byte[(int) reader.begin()];
        reader.read(message, 0, message.length);
        reader.end();
        return message;
    }

    @Test
    void whatNoWriterWritesIsNoMessage() throws IOException {
        for (int garbage = 1; garbage < 256; garbage++) {
            ring.asSlice(RingLayout.DATA).fill((byte) garbage);
            IllegalStateException e = assertThrows(IllegalStateException.class, reader::begin, "all bytes " + garbage);
            assertTrue(e.toString().contains("somebody has written into the memory of this connection"), e::toString);
        }
    }

    @Test
    void recordsThatLeadNowhereAreNotGoneThroughForEver() {
        int length = 2 * CAPACITY / 16 - RingLayout.HEADER;
        for (long at = 0; at < CAPACITY; at += RingLayout.record(length)) {
            RingLayout.put(ring, at, RingLayout.header(length, RingLayout.PADDING));
        }
        assertThrows(IllegalStateException.class, reader::hasMessage);
    }

    /** As if they were written while they are passed over. The records of the first lap begin between those of the second one. */
    @Test
    void moreThanARingOfAMessageThatWasGivenUpIsPassedOver() {
        RingLayout.keep(ring, RingLayout.HEAD, 8);
        RingLayout.keep(ring, RingLayout.TAIL, 8 + CAPACITY);
        for (int at = 8; at < CAPACITY - 8; at += 16) {
            RingLayout.put(ring, at, RingLayout.header(8, 0));
        }
        RingLayout.put(ring, CAPACITY - 8, RingLayout.header(0, 0));
        RingLayout.put(ring, 0, RingLayout.header(8, 0));
        RingLayout.put(ring, 16, RingLayout.header(8, RingLayout.FIRST | RingLayout.LAST));
        assertTrue(new RingReader(ring, Fencing.BY_SLEEPERS, new OpenEnds()).hasMessage());
        assertEquals(CAPACITY + 16, RingLayout.position(ring, RingLayout.HEAD));
    }

    @Test
    void theMiddleOfAMessageThatLeadsNowhereIsNotGoneThroughForEver() throws Exception {
        byte[] message = new byte[CAPACITY];
        writer.begin(message.length);
        writer.write(message, 0, CAPACITY / 2);
        reader.begin();
        for (long at = 0; at < CAPACITY; at += 2 * RingLayout.HEADER) {
            RingLayout.put(ring, at, RingLayout.header(RingLayout.HEADER, RingLayout.PADDING));
        }
        assertThrows(IllegalStateException.class, () -> reader.read(message, 0, message.length));
    }

    /** As who gives a message up does who does not know how far he had come. */
    @Test
    void aMessageThatIsEndedTwiceIsEndedOnce() throws Exception {
        write(1, 1);
        write(1, 2);
        assertArrayEquals(new byte[] {1}, read());
        reader.end();
        assertArrayEquals(new byte[] {2}, read());
    }

    /** All of a long message before it was published. */
    @Test
    void onlyAMessageOfWhichPartIsThereIsSaidToBeGivenUp() throws Exception {
        write(2000, 1);
        for (int i = 0; i < 2; i++) {
            write(900, 2);
        }
        long published = RingLayout.position(ring, RingLayout.TAIL);
        Thread.currentThread().interrupt();
        assertThrows(InterruptedIOException.class, () -> write(900, 3));
        assertTrue(Thread.interrupted());
        writer.cancel();
        assertEquals(published, RingLayout.position(ring, RingLayout.TAIL));
        assertEquals(1, read()[0]);
        write(900, 4);
        for (int expected : new int[] {2, 2, 4}) {
            assertEquals(expected, read()[0]);
        }
    }
}
