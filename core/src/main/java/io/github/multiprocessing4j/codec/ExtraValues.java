package io.github.multiprocessing4j.codec;

import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Values that Java's own object streams refuse although everybody sends them. They are written through {@link Encoder} and
 * read through {@link Decoder}, so that a stand-in can carry them within such a stream too.
 */
final class ExtraValues {
    private ExtraValues() {}

    static void write(int tag, Object value, FastWriter out) {
        if (tag != Tags.OPTIONAL && tag < Tags.ENTRY) {
            out.sink.writeByte(tag);
            encode(tag, value, out);
            return;
        }
        int number = out.open(value);
        if (number >= 0) {
            out.sink.writeByte(tag);
            encode(tag, value, out);
            out.close(number);
        }
    }

    static void encode(int tag, Object value, Encoder out) {
        switch (tag) {
            case Tags.PATH -> encodePath((Path) value, out);
            case Tags.OPTIONAL -> out.writeObject(((Optional<?>) value).orElse(null));
            case Tags.OPTIONAL_INT -> {
                out.writeBoolean(((OptionalInt) value).isPresent());
                out.writeInt(((OptionalInt) value).orElse(0));
            }
            case Tags.OPTIONAL_LONG -> {
                out.writeBoolean(((OptionalLong) value).isPresent());
                out.writeLong(((OptionalLong) value).orElse(0));
            }
            case Tags.OPTIONAL_DOUBLE -> {
                out.writeBoolean(((OptionalDouble) value).isPresent());
                out.writeDouble(((OptionalDouble) value).orElse(0));
            }
            default -> {
                out.writeObject(((Map.Entry<?, ?>) value).getKey());
                out.writeObject(((Map.Entry<?, ?>) value).getValue());
            }
        }
    }

    /** A path of the default file system is its text; any other is its URI. */
    private static void encodePath(Path path, Encoder out) {
        boolean isDefault = path.getFileSystem().equals(FileSystems.getDefault());
        out.writeBoolean(isDefault);
        out.writeString(isDefault ? path.toString() : path.toUri().toString());
    }

    static Object read(int tag, FastReader in) {
        if (tag != Tags.OPTIONAL && tag < Tags.ENTRY) {
            return decode(tag, in);
        }
        int number = in.reserve();
        Object value = decode(tag, in);
        in.check(value.getClass(), -1);
        return in.define(number, value);
    }

    static Object decode(int tag, Decoder in) {
        return switch (tag) {
            case Tags.PATH -> in.readBoolean() ? Path.of(in.readString()) : Path.of(URI.create(in.readString()));
            case Tags.OPTIONAL -> Optional.ofNullable(in.readObject());
            case Tags.OPTIONAL_INT -> optional(in.readBoolean(), in.readInt());
            case Tags.OPTIONAL_LONG -> optional(in.readBoolean(), in.readLong());
            case Tags.OPTIONAL_DOUBLE -> optional(in.readBoolean(), in.readDouble());
            case Tags.ENTRY -> Map.entry(present(in.readObject()), present(in.readObject()));
            case Tags.ENTRY_WITH_NULLS -> new AbstractMap.SimpleImmutableEntry<>(in.readObject(), in.readObject());
            default -> throw new IllegalArgumentException("no value begins with byte " + tag);
        };
    }

    private static Object present(@Nullable Object value) {
        return Objects.requireNonNull(value, "entry");
    }

    private static OptionalInt optional(boolean present, int value) {
        return present ? OptionalInt.of(value) : OptionalInt.empty();
    }

    private static OptionalLong optional(boolean present, long value) {
        return present ? OptionalLong.of(value) : OptionalLong.empty();
    }

    private static OptionalDouble optional(boolean present, double value) {
        return present ? OptionalDouble.of(value) : OptionalDouble.empty();
    }
}
