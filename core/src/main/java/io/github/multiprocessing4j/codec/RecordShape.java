package io.github.multiprocessing4j.codec;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.UUID;

/**
 * Records: their components in order, primitives without a tag. The descriptor holds a hash of the components' names and
 * types, which must be the reader's too.
 *
 * <p>A record whose components cannot hold other objects is not numbered, hence copied when it occurs twice.
 */
final class RecordShape extends Shape implements Described {
    private final Class<?> type;

    private final Serializer<Object> access;

    private final boolean numbered;

    final long hash;

    private final byte[] descriptor;

    private RecordShape(Class<?> type, RecordComponent[] components, Serializer<Object> access) {
        this.type = type;
        this.access = access;
        numbered = !allLeaves(components);
        hash = hash(components);
        Sink body = new Sink(64);
        body.writeByte(Descriptor.RECORD);
        body.writeString(type.getName());
        body.writeLong(hash);
        descriptor = Descriptor.framed(body);
    }

    /** Returns the shape of a record, or that of an object stream if its class is closed to this library. */
    static Shape of(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Serializer<Object> access = GeneratedAccess.of(type, components);
        if (access == null) {
            access = ReflectiveAccess.of(type, components);
        }
        return access == null ? Shape.OfStream.INSTANCE : new RecordShape(type, components, access);
    }

    private static long hash(RecordComponent[] components) {
        long hash = components.length;
        for (RecordComponent component : components) {
            hash = Hash.mix(hash, component.getName());
            hash = Hash.mix(hash, component.getType().getName());
        }
        return hash;
    }

    private static boolean allLeaves(RecordComponent[] components) {
        for (RecordComponent component : components) {
            if (!isLeaf(component.getType())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLeaf(Class<?> type) {
        return type.isPrimitive()
                || type == String.class
                || type == Integer.class
                || type == Long.class
                || type == Double.class
                || type == Boolean.class
                || type.isEnum()
                || type == Instant.class
                || type == Duration.class
                || type == LocalDate.class
                || type == LocalTime.class
                || type == LocalDateTime.class
                || type == UUID.class;
    }

    @Override
    void write(FastWriter out, Object value) throws Exception {
        int number = numbered ? out.open(value) : 0;
        if (number < 0) {
            return;
        }
        out.writeDescribed(this, descriptor);
        access.write(value, out);
        if (numbered) {
            out.close(number);
        }
    }

    @Override
    public Class<?> type() {
        return type;
    }

    @Override
    public Object read(FastReader in) throws Exception {
        if (!numbered) {
            return access.read(in);
        }
        int number = in.reserve();
        return in.define(number, access.read(in));
    }
}
