package io.github.multiprocessing4j.codec;

import static org.junit.jupiter.api.Assertions.fail;

import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.function.RemoteCallable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever bytes arrive, the codec returns a value or says that it cannot: no other exception, no memory beyond what the
 * length of the message justifies, no end that never comes. The seed is part of every failure; set it by {@code
 * -Dcodec.seed}.
 */
@Timeout(120)
@NullUnmarked
class DamagedInputTest {
    private final long seed =
            Long.getLong("codec.seed", ThreadLocalRandom.current().nextLong());

    private final Random random = new Random(seed);

    private static List<byte[]> messages() {
        List<byte[]> messages = new ArrayList<>();
        RoundTripTest.values().forEach(value -> messages.add(Crossing.bytes(value)));
        RoundTripTest.values().forEach(value -> messages.add(Crossing.bytes(new Crossing.Parcel(value))));
        RoundTripTest.arrays().forEach(value -> messages.add(Crossing.bytes(value)));
        String text = "captured";
        RemoteCallable<String> lambda = () -> text;
        messages.add(Crossing.bytes(new HashMap<>(Map.of("a", List.of(lambda, 1), "b", new int[9]))));
        messages.add(Crossing.bytes(new Crossing.Parcel(lambda)));
        messages.removeIf(message -> message.length > 50_000);
        return messages;
    }

    private void read(byte[] bytes, int length) {
        try {
            Codec.standard().read(Source.of(bytes, 0, length));
        } catch (SerializationException e) {
            // as it should be
        } catch (Throwable e) {
            fail("seed " + seed + ": " + Arrays.toString(Arrays.copyOf(bytes, Math.min(200, length))), e);
        }
    }

    @Test
    void everyPrefixIsAValueOrRefused() {
        for (byte[] message : messages()) {
            for (int length = 0; length < message.length; length += 1 + length / 50) {
                read(message, length);
            }
        }
    }

    @Test
    void changedBytesAreAValueOrRefused() {
        for (byte[] message : messages()) {
            for (int i = 0; i < 60; i++) {
                byte[] damaged = message.clone();
                for (int changes = random.nextInt(3); changes >= 0; changes--) {
                    damaged[random.nextInt(damaged.length)] = interesting();
                }
                read(damaged, damaged.length);
            }
        }
    }

    private byte interesting() {
        return switch (random.nextInt(4)) {
            case 0 -> (byte) 0xff;
            case 1 -> 0x7f;
            case 2 -> (byte) random.nextInt(0x67);
            default -> (byte) random.nextInt();
        };
    }

    @Test
    void noiseIsAValueOrRefused() {
        for (int i = 0; i < 200_000; i++) {
            byte[] noise = new byte[1 + random.nextInt(40)];
            random.nextBytes(noise);
            noise[0] = (byte) random.nextInt(0x70);
            read(noise, noise.length);
        }
    }

    @Test
    void lengthsThatPromiseMuchTakeNoMemory() {
        Sink sink = new Sink();
        for (int i = 0; i < 1_000_000; i++) {
            sink.writeByte(Tags.ARRAY_LIST);
            sink.writeVarInt(900_000);
        }
        read(sink.array(), sink.position());
        for (int tag = 0; tag < 0x70; tag++) {
            sink.clear();
            sink.writeByte(tag);
            sink.writeVarInt(Integer.MAX_VALUE);
            sink.writeLong(-1);
            sink.writeLong(-1);
            read(sink.array(), sink.position());
        }
    }
}
