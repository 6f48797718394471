package io.github.multiprocessing4j.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values arrive equal and of the same class: alone, in a list, and within one of Java's object streams. */
@NullUnmarked
@Timeout(60)
class RoundTripTest {
    enum Plain {
        A,
        B
    }

    enum WithBody {
        PLUS {
            @Override
            int apply(int a) {
                return a + 1;
            }
        };

        abstract int apply(int a);
    }

    record Five(int a, String b, double c, long d, boolean e) implements Serializable {}

    private record Kinds(byte a, short b, char c, float d, boolean e, List<Object> f, Plain g, Object h)
            implements Serializable {}

    record Nothing() implements Serializable {}

    record Checked(int positive) implements Serializable {
        Checked {
            if (positive < 0) {
                throw new IllegalArgumentException("negative");
            }
        }
    }

    static Stream<Object> values() {
        return Stream.of(scalars(), texts(), times(), collections(), maps(), others())
                .flatMap(List::stream);
    }

    private static List<Object> scalars() {
        return List.of(
                true,
                false,
                (byte) -1,
                (short) -2,
                'x',
                '\uffff',
                3,
                Integer.MIN_VALUE,
                4L,
                Long.MIN_VALUE,
                1.5f,
                -0.0,
                Double.NaN,
                Double.longBitsToDouble(0x7ff0_0000_0000_0001L),
                BigInteger.TWO.pow(200).negate(),
                new BigDecimal("-1.50"),
                Plain.B,
                WithBody.PLUS,
                TimeUnit.DAYS,
                UUID.randomUUID(),
                URI.create("http://a/b?c#d"));
    }

    private static List<Object> texts() {
        return List.of("", "abc", "é".repeat(30), "€", "a\ud800b", "x".repeat(100_000), "\udc00€".repeat(5_000));
    }

    private static List<Object> times() {
        ZoneId paris = ZoneId.of("Europe/Paris");
        return List.of(
                Duration.ofNanos(-1),
                Instant.MIN,
                Instant.MAX,
                LocalDate.MAX,
                LocalTime.MAX,
                LocalDateTime.MIN,
                ZonedDateTime.of(2024, 10, 27, 2, 30, 0, 0, paris).withLaterOffsetAtOverlap(),
                ZonedDateTime.now(paris),
                ZonedDateTime.now(ZoneOffset.MIN),
                OffsetDateTime.MAX,
                paris,
                ZoneOffset.ofHours(-3),
                Period.of(1, -2, 3),
                Year.of(-5),
                YearMonth.of(2024, 2),
                MonthDay.of(2, 29));
    }

    private static List<Object> collections() {
        return List.of(
                new ArrayList<>(Arrays.asList(1, null, "x")),
                new LinkedList<>(List.of(1, 2)),
                new HashSet<>(List.of(1, 2)),
                new LinkedHashSet<>(List.of(9, 1, 5)),
                new TreeSet<>(List.of(3, 1)),
                List.of(),
                List.of(1),
                List.of(1, 2, 3),
                Stream.of(1, null).toList(),
                Set.of(),
                Set.of(1),
                Set.of(1, 2, 3),
                Arrays.asList(1, null),
                Collections.emptyList(),
                Collections.emptySet(),
                Collections.singletonList(null),
                Collections.singleton(1),
                Collections.unmodifiableList(new ArrayList<>(List.of(1))),
                Collections.synchronizedList(new ArrayList<>(List.of(1))),
                EnumSet.of(Plain.A),
                Collections.nCopies(3, "x"),
                BitSet.valueOf(new long[] {5}),
                IntStream.range(0, 1000).boxed().toList());
    }

    private static List<Object> maps() {
        return List.of(
                new HashMap<>(Map.of("a", List.of(1))),
                new LinkedHashMap<>(Map.of(1, 2, 3, 4)),
                new TreeMap<>(Map.of(1, 2)),
                Map.of(),
                Map.of(1, 2),
                Map.of(1, 2, 3, 4),
                Collections.emptyMap(),
                Collections.singletonMap(null, 1),
                new EnumMap<>(Map.of(Plain.A, 1)),
                new ConcurrentHashMap<>(Map.of(1, 2)),
                Map.entry(1, List.of(2)),
                new AbstractMap.SimpleEntry<>(1, null));
    }

    private static List<Object> others() {
        return List.of(
                new Five(1, "b", 2.5, 3, true),
                new Kinds((byte) -1, (short) -2, '\uffff', 1f, true, List.of(1), Plain.A, 5),
                new Nothing(),
                List.of(Plain.A, Plain.class, WithBody.PLUS, WithBody.class),
                List.of(new Five(1, "b", 0, 0, false), new Five(1, "b", 0, 0, false)),
                Path.of("/a/b"),
                Path.of("relative"),
                Optional.empty(),
                Optional.of(List.of(1)),
                OptionalInt.of(-1),
                OptionalInt.empty(),
                OptionalLong.of(-1),
                OptionalLong.empty(),
                OptionalDouble.of(-1),
                OptionalDouble.empty(),
                int.class,
                void.class,
                String.class,
                int[][].class,
                Plain.class,
                Map.Entry.class,
                Locale.CANADA_FRENCH,
                new Date(5),
                new StackTraceElement("app", "m", "1", "A", "b", "A.java", 3));
    }

    @ParameterizedTest
    @MethodSource("values")
    void arrivesEqualAndOfTheSameClass(Object value) {
        for (Object copy : List.of(
                Crossing.of(value), Crossing.of(new ArrayList<>(List.of(value))).get(0))) {
            assertEquals(value, copy);
            assertSame(value.getClass(), copy.getClass());
        }
    }

    @ParameterizedTest
    @MethodSource("values")
    void arrivesEqualWithinAnObjectStream(Object value) {
        Object copy = Crossing.inStream(value);
        assertEquals(value, copy);
        assertSame(value.getClass(), copy.getClass());
    }

    static Stream<Object> arrays() {
        return Stream.of(
                new boolean[] {true, false},
                new byte[] {1, -1},
                new short[] {1, -1},
                new char[] {'a', '\uffff'},
                new int[] {1, -1},
                new long[] {1, -1},
                new float[] {1, Float.NaN},
                new double[] {1, -0.0},
                new Object[] {1, null, "x", new int[] {1}},
                new String[] {"a", null},
                new int[][] {{1}, null, {}},
                new Plain[] {Plain.A},
                new Five[] {new Five(1, "b", 2, 3, true)},
                new Path[] {Path.of("a")},
                new Date[] {new Date(1)},
                new List<?>[] {List.of(1)},
                new byte[0],
                new byte[1 << 20],
                new Optional<?>[][] {{Optional.of(1)}});
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void arraysArriveWithTheirElementsAndType(Object array) {
        for (Object copy : List.of(Crossing.of(array), Crossing.inStream(array))) {
            assertSame(array.getClass(), copy.getClass());
            assertArrayEquals(new Object[] {array}, new Object[] {copy});
        }
    }

    @Test
    void nullArrives() {
        assertNull(Crossing.of((Object) null));
        assertNull(Crossing.inStream((Object) null));
    }

    @Test
    void dequesKeepTheirOrder() {
        assertEquals(List.of(3, 1, 2), List.copyOf(Crossing.of(new ArrayDeque<>(List.of(3, 1, 2)))));
    }

    @Test
    void sublistsArriveAsPlainLists() {
        List<List<?>> lists = List.of(
                new ArrayList<>(List.of(1, 2, 3)).subList(1, 3),
                        List.of(0, 2, 3).subList(1, 3),
                Arrays.asList(1, 2, 3).subList(1, 3), new LinkedList<>(List.of(1, 2, 3)).subList(1, 3));
        for (List<?> list : lists) {
            assertEquals(new ArrayList<>(List.of(2, 3)), assertInstanceOf(ArrayList.class, Crossing.of((Object) list)));
            assertEquals(List.of(2, 3), assertInstanceOf(ArrayList.class, Crossing.inStream((Object) list)));
        }
    }

    @Test
    void entriesOfMapsArriveDetached() {
        for (Map<String, Integer> map : List.of(new HashMap<>(Map.of("a", 1)), new TreeMap<>(Map.of("a", 1)))) {
            Map.Entry<String, Integer> entry = map.entrySet().iterator().next();
            assertEquals(entry, Crossing.of(entry));
            assertEquals(entry, Crossing.inStream(entry));
        }
    }

    @Test
    void sortedCollectionsKeepTheirComparator() {
        TreeMap<String, Integer> map = new TreeMap<>((Comparator<String> & Serializable) (a, b) -> b.compareTo(a));
        map.put("a", 1);
        map.put("b", 2);
        assertEquals(List.of("b", "a"), List.copyOf(Crossing.of(map).keySet()));
        TreeSet<String> set = new TreeSet<>(Comparator.reverseOrder());
        set.addAll(List.of("a", "b"));
        assertEquals(List.of("b", "a"), List.copyOf(Crossing.of(set)));
    }

    @Test
    void linkedMapsKeepTheOrderOfAccess() {
        LinkedHashMap<Integer, Integer> map = new LinkedHashMap<>(16, 0.75f, true);
        map.put(1, 1);
        map.put(2, 2);
        LinkedHashMap<Integer, Integer> copy = Crossing.of(map);
        copy.get(1);
        assertEquals(List.of(2, 1), List.copyOf(copy.keySet()));
        LinkedHashMap<Integer, Integer> inserted = Crossing.of(new LinkedHashMap<>(map));
        inserted.get(1);
        assertEquals(List.of(1, 2), List.copyOf(inserted.keySet()));
    }

    @Test
    void immutableCollectionsStayImmutable() {
        assertThrows(
                UnsupportedOperationException.class,
                () -> Crossing.of(List.of(1)).add(2));
        assertThrows(
                UnsupportedOperationException.class,
                () -> Crossing.of(Set.of(1)).add(2));
        assertThrows(
                UnsupportedOperationException.class,
                () -> Crossing.of(Map.of(1, 1)).put(2, 2));
        assertThrows(
                UnsupportedOperationException.class,
                () -> Crossing.of(Arrays.asList(1, 2)).add(2));
    }

    @Test
    void recordsAreMadeByTheirConstructor() {
        byte[] bytes = Crossing.bytes(new Checked(5));
        bytes[bytes.length - 1] = (byte) 0x80;
        RuntimeException e = assertThrows(
                io.github.multiprocessing4j.failure.SerializationException.class,
                () -> Codec.standard().read(Source.of(bytes)));
        assertInstanceOf(IllegalArgumentException.class, e.getCause());
    }

    @Test
    void severalValuesShareOneSink() {
        Sink sink = new Sink(1);
        int header = sink.skip(4);
        Codec.standard().write("a", sink);
        Codec.standard().write(new Crossing.Parcel(1), sink);
        Codec.standard().write(2, sink);
        sink.setInt(header, sink.position());
        Source source = Source.of(sink.asByteBuffer());
        assertEquals(sink.position(), source.readInt());
        assertEquals("a", Codec.standard().read(source));
        assertEquals(1, ((Crossing.Parcel) Codec.standard().read(source)).content);
        assertEquals(2, Codec.standard().read(source));
    }
}
