package io.github.multiprocessing4j.codec;

import io.github.multiprocessing4j.classes.SeenLoaders;
import java.io.Externalizable;
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
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** Decides for a class whether the codec's own format carries its objects, and how. */
final class Shapes {
    private static final ClassValue<Shape> SHAPES = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
            return find(type);
        }
    };

    private Shapes() {}

    static Shape of(Class<?> type) {
        return SHAPES.get(type);
    }

    private static Shape find(Class<?> type) {
        SeenLoaders.note(type);
        if (type.isArray()) {
            return array(type);
        } else if (SnippetVariables.mayHave(type) && !type.isHidden()) {
            return Shape.OfStream.INSTANCE; // by which the variables go along
        } else if (Enum.class.isAssignableFrom(type)) {
            return new EnumShape(type);
        } else if (type.isRecord()) {
            return isPlain(type) ? RecordShape.of(type) : Shape.OfStream.INSTANCE;
        } else if (type.isHidden()) {
            return LambdaShape.of(type);
        } else if (type == Class.class) {
            return ClassShape.WRITER;
        }
        int tag = type.getClassLoader() == null ? platformTag(type) : foreignTag(type);
        return tag < 0 ? Shape.OfStream.INSTANCE : new Shape.Tagged(tag);
    }

    private static Shape array(Class<?> type) {
        Class<?> element = type.getComponentType();
        if (element.isPrimitive()) {
            return new Shape.Tagged(ArrayValues.tagOf(element));
        } else if (element == Object.class) {
            return new Shape.Tagged(Tags.OBJECTS);
        }
        return element == String.class ? new Shape.Tagged(Tags.STRINGS) : new ArrayShape(type);
    }

    /** A record that Java's serialization would take apart into its components and nothing else. */
    private static boolean isPlain(Class<?> type) {
        return Serializable.class.isAssignableFrom(type)
                && !Externalizable.class.isAssignableFrom(type)
                && !declares(type, "writeReplace")
                && !declares(type, "readResolve");
    }

    private static boolean declares(Class<?> type, String hook) {
        try {
            return type.getDeclaredMethod(hook).getParameterCount() == 0;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    private static int foreignTag(Class<?> type) {
        return Path.class.isAssignableFrom(type) && !Serializable.class.isAssignableFrom(type) ? Tags.PATH : -1;
    }

    private static int platformTag(Class<?> type) {
        String name = type.getName();
        if (name.startsWith("java.util.")) {
            int tag = collectionTag(type);
            tag = tag < 0 ? mapTag(type) : tag;
            return tag < 0 ? otherUtilTag(type) : tag;
        } else if (name.startsWith("java.time.")) {
            return timeTag(type);
        } else if (type == BigInteger.class) {
            return Tags.BIG_INTEGER;
        } else if (type == BigDecimal.class) {
            return Tags.BIG_DECIMAL;
        }
        return type == URI.class ? Tags.URI : foreignTag(type);
    }

    private static int collectionTag(Class<?> type) {
        if (type == ArrayList.class) {
            return Tags.ARRAY_LIST;
        } else if (type == LinkedList.class) {
            return Tags.LINKED_LIST;
        } else if (type == ArrayDeque.class) {
            return Tags.ARRAY_DEQUE;
        } else if (type == HashSet.class) {
            return Tags.HASH_SET;
        } else if (type == LinkedHashSet.class) {
            return Tags.LINKED_HASH_SET;
        } else if (type == TreeSet.class) {
            return Tags.TREE_SET;
        } else if (type == List.of().getClass() || type == List.of(0).getClass()) {
            return Tags.LIST_OF;
        } else if (type == Set.of().getClass() || type == Set.of(0).getClass()) {
            return Tags.SET_OF;
        } else if (type == Arrays.asList(0).getClass()) {
            return Tags.ARRAYS_AS_LIST;
        }
        return rareCollectionTag(type);
    }

    private static int rareCollectionTag(Class<?> type) {
        if (type == Collections.EMPTY_LIST.getClass()) {
            return Tags.EMPTY_LIST;
        } else if (type == Collections.EMPTY_SET.getClass()) {
            return Tags.EMPTY_SET;
        } else if (type == Collections.singletonList(0).getClass()) {
            return Tags.SINGLETON_LIST;
        } else if (type == Collections.singleton(0).getClass()) {
            return Tags.SINGLETON_SET;
        }
        return isSublist(type) ? Tags.SUBLIST : -1;
    }

    private static boolean isSublist(Class<?> type) {
        return List.class.isAssignableFrom(type)
                && !Serializable.class.isAssignableFrom(type)
                && type.getSimpleName().endsWith("SubList");
    }

    private static int mapTag(Class<?> type) {
        if (type == HashMap.class) {
            return Tags.HASH_MAP;
        } else if (type == LinkedHashMap.class) {
            return Tags.LINKED_HASH_MAP;
        } else if (type == TreeMap.class) {
            return Tags.TREE_MAP;
        } else if (type == Map.of().getClass() || type == Map.of(0, 0).getClass()) {
            return Tags.MAP_OF;
        } else if (type == Collections.EMPTY_MAP.getClass()) {
            return Tags.EMPTY_MAP;
        }
        return type == Collections.singletonMap(0, 0).getClass() ? Tags.SINGLETON_MAP : -1;
    }

    private static int otherUtilTag(Class<?> type) {
        if (type == UUID.class) {
            return Tags.UUID;
        } else if (type == Optional.class) {
            return Tags.OPTIONAL;
        } else if (type == OptionalInt.class) {
            return Tags.OPTIONAL_INT;
        } else if (type == OptionalLong.class) {
            return Tags.OPTIONAL_LONG;
        } else if (type == OptionalDouble.class) {
            return Tags.OPTIONAL_DOUBLE;
        } else if (type == Map.entry(0, 0).getClass()) {
            return Tags.ENTRY;
        }
        boolean detachable = Map.Entry.class.isAssignableFrom(type) && !Serializable.class.isAssignableFrom(type);
        return detachable ? Tags.ENTRY_WITH_NULLS : -1;
    }

    private static int timeTag(Class<?> type) {
        if (type == Duration.class) {
            return Tags.DURATION;
        } else if (type == Instant.class) {
            return Tags.INSTANT;
        } else if (type == LocalDate.class) {
            return Tags.LOCAL_DATE;
        } else if (type == LocalTime.class) {
            return Tags.LOCAL_TIME;
        } else if (type == LocalDateTime.class) {
            return Tags.LOCAL_DATE_TIME;
        } else if (type == ZonedDateTime.class) {
            return Tags.ZONED_DATE_TIME;
        } else if (type == OffsetDateTime.class) {
            return Tags.OFFSET_DATE_TIME;
        } else if (type == ZoneOffset.class) {
            return Tags.ZONE_OFFSET;
        } else if (ZoneId.class.isAssignableFrom(type)) {
            return Tags.ZONE_REGION;
        }
        return calendarTag(type);
    }

    private static int calendarTag(Class<?> type) {
        if (type == Period.class) {
            return Tags.PERIOD;
        } else if (type == Year.class) {
            return Tags.YEAR;
        }
        return type == YearMonth.class ? Tags.YEAR_MONTH : -1;
    }
}
