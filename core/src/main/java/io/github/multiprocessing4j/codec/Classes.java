package io.github.multiprocessing4j.codec;

import io.github.multiprocessing4j.classes.SeenLoaders;
import io.github.multiprocessing4j.classes.ShippedClassLoader;
import io.github.multiprocessing4j.classes.Snippets;
import io.github.multiprocessing4j.failure.SerializationException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What names and descriptors stand for under one class loader. Both are remembered, since messages repeat them. */
final class Classes {
    private static final int CACHE = 512;

    final @Nullable ClassLoader loader;

    private final Registry registry;

    private final Map<String, Class<?>> byName = new ConcurrentHashMap<>();

    /** Races are harmless: an entry never changes, and another one is just a miss. */
    private final @Nullable Entry[] cache = new Entry[CACHE];

    private record Entry(byte[] bytes, Described described) {}

    /** Whether classes are looked for nowhere else. */
    private final boolean chosen;

    /**
     * @param loader where they are looked for
     * @param chosen whether nowhere else, since the program has chosen it
     * @param registry of serializers
     */
    Classes(@Nullable ClassLoader loader, boolean chosen, Registry registry) {
        this.loader = loader;
        this.chosen = chosen;
        this.registry = registry;
    }

    /** Finds a class by its binary name; that of a primitive type or an array too. */
    Class<?> load(String name) {
        Class<?> known = byName.get(name);
        if (known != null) {
            return known;
        }
        Class<?> primitive = Class.forPrimitiveName(name);
        return primitive == null ? find(name) : primitive;
    }

    private Class<?> find(String name) {
        try {
            if (loader instanceof ShippedClassLoader shipped && Snippets.hasClass(name)) {
                return shipped.loadClass(name); // which may be another one each time
            }
            Class<?> found = Class.forName(name, false, loader);
            byName.put(name, found);
            return found;
        } catch (ClassNotFoundException | LinkageError e) {
            return findElsewhere(name, e);
        }
    }

    /** What this process has sent may come back to a thread that would not find it. It may be another class of that name each time. */
    private Class<?> findElsewhere(String name, Throwable notFound) {
        Class<?> seen = chosen ? null : SeenLoaders.find(name);
        if (seen == null) {
            String reason = name.equals(notFound.getMessage()) ? "" : " (" + notFound.getMessage() + ")";
            throw new SerializationException(
                    "Class " + name + " was received from another process but cannot be found here" + reason
                            + ": put it on the class path of both processes",
                    notFound);
        }
        return seen;
    }

    /** Reads a descriptor. */
    Described described(Source source) {
        int hash = source.readInt();
        int length = source.readVarInt();
        int start = source.advance(length);
        int end = start + length;
        Entry entry = cache[hash & CACHE - 1];
        if (entry != null && Arrays.equals(entry.bytes, 0, entry.bytes.length, source.array(), start, end)) {
            return entry.described;
        }
        byte[] bytes = Arrays.copyOfRange(source.array(), start, end);
        Described described = parse(Source.of(bytes));
        if (described.type().equals(byName.get(described.type().getName()))) {
            cache[hash & CACHE - 1] = new Entry(bytes, described);
        }
        return described;
    }

    private Described parse(Source in) {
        return switch (in.readByte()) {
            case Descriptor.RECORD -> record(load(in.readString()), in.readLong());
            case Descriptor.ENUM -> enumeration(load(in.readString()));
            case Descriptor.LAMBDA -> new LambdaSite(in, this);
            case Descriptor.CLASS -> new ClassShape(load(in.readString()));
            case Descriptor.ARRAY -> array(load(in.readString()), in);
            case Descriptor.CUSTOM -> custom(load(in.readString()));
            default -> throw in.garbage("it describes a class of no known kind");
        };
    }

    private static Described record(Class<?> type, long hash) {
        if (!(Shapes.of(type) instanceof RecordShape shape)) {
            throw new SerializationException(
                    type.getName() + " was received as a serializable record, but is none here or is closed to this"
                            + " library: open its package to io.github.multiprocessing4j",
                    null);
        }
        if (shape.hash != hash) {
            throw new SerializationException(
                    "Record " + type.getName() + " has other components in the process that sent it: give both the same"
                            + " class path",
                    null);
        }
        return shape;
    }

    private static Described enumeration(Class<?> type) {
        if (!type.isEnum()) {
            throw new SerializationException(type.getName() + " was received as an enum, but is none here", null);
        }
        return new EnumShape(type);
    }

    private static Described array(Class<?> type, Source in) {
        if (!type.isArray() || type.getComponentType().isPrimitive()) {
            throw in.garbage(type.getName() + " is no array of objects");
        }
        return new ArrayShape(type);
    }

    CustomShape custom(Class<?> type) {
        CustomShape shape = registry.named(type);
        if (shape == null) {
            throw new SerializationException(
                    "A " + type.getName() + " was received that was written by a registered serializer, but none is"
                            + " registered for it here: register it on both sides, or as a SerializerProvider",
                    null);
        }
        return shape;
    }
}
