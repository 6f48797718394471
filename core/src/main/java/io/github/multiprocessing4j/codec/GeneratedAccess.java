package io.github.multiprocessing4j.codec;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/**
 * Makes, for a record, the serializer that one would write by hand: a hidden class beside the record that reads its fields
 * and calls its constructor. The class file is put together here byte by byte, since that starts twenty times faster than
 * reflection, whose first use of a constructor with a new mix of parameters spins several classes, and runs faster too.
 *
 * <p>The code has no branches, therefore needs no stack maps:
 *
 * <pre>{@code
 * public void write(Object value, Encoder out) { R r = (R) value; out.writeInt(r.a); out.writeObject(r.b); … }
 * public Object read(Decoder in)               { return new R(in.readInt(), (String) in.readObject(), …); }
 * }</pre>
 */
final class GeneratedAccess {
    private static final String ENCODER = internal(Encoder.class);

    private static final String DECODER = internal(Decoder.class);

    private static final String OBJECT = "java/lang/Object";

    private final String record;

    private final RecordComponent[] components;

    private final ClassFileWriter file;

    private GeneratedAccess(Class<?> type, RecordComponent[] components) {
        this.record = internal(type);
        this.components = components;
        this.file = new ClassFileWriter(record.concat("$Access"), OBJECT, internal(Serializer.class));
    }

    /** Returns null where no class can be defined beside the record. */
    static @Nullable Serializer<Object> of(Class<?> type, RecordComponent[] components) {
        try {
            MethodHandles.Lookup beside = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            byte[] bytes = new GeneratedAccess(type, components).generate();
            return instance(
                    beside.defineHiddenClass(bytes, /* initialize= */ true, MethodHandles.Lookup.ClassOption.NESTMATE)
                            .lookupClass());
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return null;
        }
    }

    @SuppressWarnings("unchecked")
    private static Serializer<Object> instance(Class<?> generated) throws ReflectiveOperationException {
        Constructor<?> constructor = generated.getDeclaredConstructor();
        constructor.setAccessible(true);
        return (Serializer<Object>) constructor.newInstance();
    }

    private byte[] generate() {
        constructor();
        writeMethod();
        readMethod();
        return file.toByteArray();
    }

    private void constructor() {
        Sink code = new Sink(8);
        code.writeByte(ClassFileWriter.ALOAD_0);
        file.invoke(code, ClassFileWriter.INVOKESPECIAL, OBJECT, "<init>", "()V");
        code.writeByte(ClassFileWriter.RETURN);
        file.method("<init>", "()V", 1, 1, code);
    }

    private void writeMethod() {
        Sink code = new Sink(256);
        for (RecordComponent component : components) {
            Class<?> type = component.getType();
            code.writeByte(ClassFileWriter.ALOAD_2);
            code.writeByte(ClassFileWriter.ALOAD_1);
            file.typed(code, ClassFileWriter.CHECKCAST, record);
            file.field(code, record, component.getName(), type.descriptorString());
            String call = "write".concat(suffix(type));
            file.invokeInterface(
                    code, ENCODER, call, "(".concat(parameter(type)).concat(")V"), 1 + slots(type));
        }
        code.writeByte(ClassFileWriter.RETURN);
        file.method("write", "(Ljava/lang/Object;L".concat(ENCODER).concat(";)V"), 3, 3, code);
    }

    private void readMethod() {
        Sink code = new Sink(256);
        StringBuilder parameters = new StringBuilder("(");
        int stack = 3;
        file.typed(code, ClassFileWriter.NEW, record);
        code.writeByte(ClassFileWriter.DUP);
        for (RecordComponent component : components) {
            Class<?> type = component.getType();
            readComponent(code, type);
            parameters.append(type.descriptorString());
            stack += slots(type);
        }
        file.invoke(
                code,
                ClassFileWriter.INVOKESPECIAL,
                record,
                "<init>",
                parameters.append(")V").toString());
        code.writeByte(ClassFileWriter.ARETURN);
        file.method("read", "(L".concat(DECODER).concat(";)Ljava/lang/Object;"), stack, 2, code);
    }

    private void readComponent(Sink code, Class<?> type) {
        code.writeByte(ClassFileWriter.ALOAD_1);
        String result = type.isPrimitive() ? type.descriptorString() : "Ljava/lang/Object;";
        file.invokeInterface(code, DECODER, "read".concat(suffix(type)), "()".concat(result), 1);
        if (!type.isPrimitive() && type != Object.class) {
            file.typed(code, ClassFileWriter.CHECKCAST, internal(type));
        }
    }

    /** The methods of {@link Encoder} take the low bits of an int for byte, short and char. */
    private static String parameter(Class<?> type) {
        if (type == byte.class || type == short.class || type == char.class) {
            return "I";
        }
        return type.isPrimitive() ? type.descriptorString() : "Ljava/lang/Object;";
    }

    private static String suffix(Class<?> type) {
        if (!type.isPrimitive()) {
            return "Object";
        }
        String name = type.getName();
        return String.valueOf(Character.toUpperCase(name.charAt(0))).concat(name.substring(1));
    }

    private static int slots(Class<?> type) {
        return type == long.class || type == double.class ? 2 : 1;
    }

    private static String internal(Class<?> type) {
        return type.getName().replace('.', '/');
    }
}
