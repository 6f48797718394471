package io.github.multiprocessing4j.codec;

/** Enum constants cross by name, also those with a body of their own. */
final class EnumShape extends Shape implements Described {
    @SuppressWarnings("rawtypes")
    private final Class<? extends Enum> type;

    private final byte[] descriptor;

    /** The class of a constant, which is not that of the enum if the constant has a body. */
    EnumShape(Class<?> constantType) {
        Class<?> declared = constantType.isEnum() ? constantType : constantType.getSuperclass();
        type = declared.asSubclass(Enum.class);
        descriptor = Descriptor.of(Descriptor.ENUM, type.getName());
    }

    @Override
    void write(FastWriter out, Object value) {
        out.writeDescribed(this, descriptor);
        out.sink.writeString(((Enum<?>) value).name());
    }

    @Override
    public Class<?> type() {
        return type;
    }

    @Override
    @SuppressWarnings("unchecked")
    public Object read(FastReader in) {
        return Enum.valueOf(type, in.source.readString());
    }
}
