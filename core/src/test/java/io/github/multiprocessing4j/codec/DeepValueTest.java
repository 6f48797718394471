package io.github.multiprocessing4j.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.SerializationException;
import java.io.Serializable;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Depth costs stack, and more of it than a thread has is at hand. */
@Timeout(120)
@NullUnmarked
class DeepValueTest {
    private static final int DEPTH = 20_000;

    record Cell(Object value, Object next) implements Serializable {}

    static final class Link implements Serializable {
        Object next;
    }

    @Test
    void listsOfRecordsTwentyThousandDeepArrive() {
        Object head = null;
        for (int i = 0; i < DEPTH; i++) {
            head = new Cell(i, head);
        }
        int depth = 0;
        for (Cell cell = (Cell) Crossing.of(head); cell != null; cell = (Cell) cell.next()) {
            depth++;
        }
        assertEquals(DEPTH, depth);
    }

    @Test
    void linkedObjectsTwentyThousandDeepArrive() {
        Link head = null;
        for (int i = 0; i < DEPTH; i++) {
            Link link = new Link();
            link.next = head;
            head = link;
        }
        int depth = 0;
        for (Link link = Crossing.of(head); link != null; link = (Link) link.next) {
            depth++;
        }
        assertEquals(DEPTH, depth);
    }

    @Test
    void worksOnAVirtualThread() throws InterruptedException {
        Thread thread = Thread.ofVirtual().start(this::listsOfRecordsTwentyThousandDeepArrive);
        thread.join();
        assertEquals(false, thread.isAlive());
    }

    static final class Endless {}

    /** Its object holds another one, which holds another one. */
    private static final class EndlessSerializer implements Serializer<Endless> {
        @Override
        public void write(Endless value, Encoder out) {
            out.writeObject(new Endless());
        }

        @Override
        public Endless read(Decoder in) {
            return new Endless();
        }
    }

    @Test
    void depthWithoutEndIsRefused() {
        Codec codec =
                Codec.builder().register(Endless.class, new EndlessSerializer()).build();
        SerializationException e =
                assertThrows(SerializationException.class, () -> codec.write(new Endless(), new Sink()));
        assertTrue(e.getMessage().contains("is nested too deeply to be sent to another process"), e.getMessage());
    }
}
