package io.github.multiprocessing4j.codec;

import io.github.multiprocessing4j.classes.SeenLoaders;

/** A class that is itself the value: its name. */
final class ClassShape implements Described {
    static final Shape WRITER = new Shape() {
        @Override
        void write(FastWriter out, Object value) {
            SeenLoaders.note((Class<?>) value);
            out.writeDescribed(value, Descriptor.of(Descriptor.CLASS, ((Class<?>) value).getName()));
        }
    };

    private final Class<?> type;

    ClassShape(Class<?> type) {
        this.type = type;
    }

    @Override
    public Class<?> type() {
        return type;
    }

    @Override
    public Object read(FastReader in) {
        return type;
    }
}
