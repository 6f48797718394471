package io.github.multiprocessing4j.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.function.RemoteCallable;
import java.io.ObjectInputFilter;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The filter is asked about every class that a message names, in either format. */
@Timeout(60)
@NullUnmarked
class FilterTest {
    private static final String HERE = FilterTest.class.getName();

    record Rec(int a) implements Serializable {}

    enum Kind {
        A
    }

    private static Codec filtered(String pattern) {
        return Codec.builder()
                .filter(ObjectInputFilter.Config.createFilter(pattern))
                .build();
    }

    static Stream<Arguments> named() {
        RemoteCallable<Integer> lambda = () -> 1;
        return Stream.of(new Rec(1), Kind.A, lambda, Rec.class, new Rec[0], new Kind[][] {})
                .map(value -> Arguments.of((Object) value));
    }

    @ParameterizedTest
    @MethodSource("named")
    void rejectsWhatItDoesNotAllow(Object value) {
        Codec codec = filtered("java.base/*;io.github.multiprocessing4j.codec.Crossing$Parcel;!*");
        for (Object sent : List.of(value, List.of(value), new Crossing.Parcel(value), Optional.of(value))) {
            SerializationException e = assertThrows(SerializationException.class, () -> Crossing.through(codec, sent));
            assertTrue(e.getMessage().contains("rejected by the codec's filter"), e.getMessage());
        }
    }

    @ParameterizedTest
    @MethodSource("named")
    void passesWhatItAllows(Object value) {
        Codec codec = filtered("java.base/*;io.github.multiprocessing4j.codec.*;!*");
        Crossing.through(codec, value);
        Crossing.through(codec, new Crossing.Parcel(Optional.of(value)));
    }

    @Test
    void isAskedEachTimeAlthoughClassesAreCached() {
        Codec open = Codec.standard();
        Crossing.through(open, new Rec(1));
        assertThrows(
                SerializationException.class, () -> Crossing.through(open, filtered("!" + HERE + "$Rec"), new Rec(1)));
    }

    @Test
    void limitsCollectionsArraysAndDepth() {
        List<Object> deep = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            deep = new ArrayList<>(List.of(deep));
        }
        Object tooDeep = deep;
        assertThrows(SerializationException.class, () -> Crossing.through(filtered("maxdepth=20"), tooDeep));
        assertThrows(SerializationException.class, () -> Crossing.through(filtered("maxarray=10"), new int[11]));
        assertThrows(
                SerializationException.class, () -> Crossing.through(filtered("!java.util.HashMap"), new HashMap<>()));
        assertThrows(
                SerializationException.class,
                () -> Crossing.through(filtered("maxarray=10"), new Object[] {new long[11]}));
        assertEquals(Map.of(), Crossing.through(filtered("maxarray=10;maxdepth=20"), Map.of()));
    }
}
