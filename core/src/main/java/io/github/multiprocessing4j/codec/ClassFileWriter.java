package io.github.multiprocessing4j.codec;

import java.util.HashMap;
import java.util.Map;

/**
 * As much of a class file as {@link GeneratedAccess} needs: one interface, public methods, straight-line code. Class files
 * are big-endian, unlike everything else that a {@link Sink} holds.
 */
final class ClassFileWriter {
    static final int ALOAD_0 = 0x2a;
    static final int ALOAD_1 = 0x2b;
    static final int ALOAD_2 = 0x2c;
    static final int DUP = 0x59;
    static final int ARETURN = 0xb0;
    static final int RETURN = 0xb1;
    static final int NEW = 0xbb;
    static final int CHECKCAST = 0xc0;
    static final int INVOKESPECIAL = 0xb7;

    private static final int GETFIELD = 0xb4;
    private static final int INVOKEINTERFACE = 0xb9;

    private static final int UTF8 = 1;
    private static final int CLASS = 7;
    private static final int FIELD_REFERENCE = 9;
    private static final int METHOD_REFERENCE = 10;
    private static final int INTERFACE_METHOD_REFERENCE = 11;
    private static final int NAME_AND_TYPE = 12;

    private static final int MAJOR_VERSION = 65;
    private static final int PUBLIC = 0x0001;
    private static final int FINAL = 0x0010;
    private static final int SUPER = 0x0020;
    private static final int SYNTHETIC = 0x1000;

    private final Sink pool = new Sink(1024);

    private final Map<String, Integer> known = new HashMap<>();

    private int poolSize = 1;

    private final Sink methods = new Sink(512);

    private int methodCount;

    private final int thisClass;

    private final int superClass;

    private final int implemented;

    ClassFileWriter(String name, String superName, String interfaceName) {
        thisClass = type(name);
        superClass = type(superName);
        implemented = type(interfaceName);
    }

    /** An instruction with a class as operand. */
    void typed(Sink code, int instruction, String type) {
        code.writeByte(instruction);
        u2(code, type(type));
    }

    void field(Sink code, String owner, String name, String descriptor) {
        code.writeByte(GETFIELD);
        u2(code, member(FIELD_REFERENCE, owner, name, descriptor));
    }

    void invoke(Sink code, int instruction, String owner, String name, String descriptor) {
        code.writeByte(instruction);
        u2(code, member(METHOD_REFERENCE, owner, name, descriptor));
    }

    void invokeInterface(Sink code, String owner, String name, String descriptor, int argumentSlots) {
        code.writeByte(INVOKEINTERFACE);
        u2(code, member(INTERFACE_METHOD_REFERENCE, owner, name, descriptor));
        code.writeByte(argumentSlots);
        code.writeByte(0);
    }

    void method(String name, String descriptor, int maxStack, int maxLocals, Sink code) {
        methodCount++;
        u2(methods, PUBLIC);
        u2(methods, utf8(name));
        u2(methods, utf8(descriptor));
        u2(methods, 1);
        u2(methods, utf8("Code"));
        u4(methods, 12 + code.position());
        u2(methods, maxStack);
        u2(methods, maxLocals);
        u4(methods, code.position());
        methods.writeBytes(code.array(), 0, code.position());
        u4(methods, 0); // no exception table, no attributes
    }

    byte[] toByteArray() {
        Sink file = new Sink(pool.position() + methods.position() + 32);
        u4(file, 0xcafe_babe);
        u4(file, MAJOR_VERSION);
        u2(file, poolSize);
        file.writeBytes(pool.array(), 0, pool.position());
        u2(file, PUBLIC | FINAL | SUPER | SYNTHETIC);
        u2(file, thisClass);
        u2(file, superClass);
        u2(file, 1);
        u2(file, implemented);
        u2(file, 0); // no fields
        u2(file, methodCount);
        file.writeBytes(methods.array(), 0, methods.position());
        u2(file, 0); // no attributes
        return file.toByteArray();
    }

    private int type(String name) {
        return pair(CLASS, utf8(name), -1);
    }

    private int member(int kind, String owner, String name, String descriptor) {
        int nameAndType = pair(NAME_AND_TYPE, utf8(name), utf8(descriptor));
        return pair(kind, type(owner), nameAndType);
    }

    private int pair(int kind, int first, int second) {
        String key = kind == CLASS ? text(kind, first) : text(kind, first).concat(text(0, second));
        Integer index = known.get(key);
        if (index != null) {
            return index;
        }
        pool.writeByte(kind);
        u2(pool, first);
        if (kind != CLASS) {
            u2(pool, second);
        }
        return remember(key);
    }

    private static String text(int kind, int index) {
        return Integer.toString(kind).concat(";").concat(Integer.toString(index));
    }

    private int utf8(String text) {
        Integer index = known.get(text);
        if (index != null) {
            return index;
        }
        pool.writeByte(UTF8);
        int start = pool.skip(2);
        modifiedUtf8(text);
        int length = pool.position() - start - 2;
        pool.array()[start] = (byte) (length >> 8);
        pool.array()[start + 1] = (byte) length;
        return remember(text);
    }

    private void modifiedUtf8(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0 && c < 0x80) {
                pool.writeByte(c);
            } else if (c < 0x800) {
                pool.writeByte(0xc0 | c >> 6);
                pool.writeByte(0x80 | c & 0x3f);
            } else {
                pool.writeByte(0xe0 | c >> 12);
                pool.writeByte(0x80 | c >> 6 & 0x3f);
                pool.writeByte(0x80 | c & 0x3f);
            }
        }
    }

    private int remember(String key) {
        known.put(key, poolSize);
        return poolSize++;
    }

    private static void u2(Sink sink, int value) {
        sink.writeByte(value >> 8);
        sink.writeByte(value);
    }

    private static void u4(Sink sink, int value) {
        u2(sink, value >> 16);
        u2(sink, value);
    }
}
