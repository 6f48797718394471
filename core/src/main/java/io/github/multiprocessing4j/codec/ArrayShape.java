package io.github.multiprocessing4j.codec;

import java.lang.reflect.Array;

/** An array whose elements have a class of the application, or are arrays: the class of the elements, then as any array. */
final class ArrayShape extends Shape implements Described {
    private final Class<?> type;

    private final byte[] descriptor;

    ArrayShape(Class<?> type) {
        this.type = type;
        descriptor = Descriptor.of(Descriptor.ARRAY, type.getName());
    }

    @Override
    void write(FastWriter out, Object value) {
        if (!out.repeats(value)) {
            out.sawArray(/* throughList= */ false);
            out.writeDescribed(this, descriptor);
            ArrayValues.writeElements((Object[]) value, out);
        }
    }

    @Override
    public Class<?> type() {
        return type;
    }

    @Override
    public Object read(FastReader in) {
        Object array = Array.newInstance(type.getComponentType(), in.readLength());
        return ArrayValues.readElements(type, (Object[]) array, in);
    }
}
