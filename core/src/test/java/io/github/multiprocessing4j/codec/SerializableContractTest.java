package io.github.multiprocessing4j.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamField;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The hooks of {@link Serializable} do what they do in Java's own object streams. */
@Timeout(60)
@NullUnmarked
class SerializableContractTest {
    static final class Single implements Serializable {
        static final Single INSTANCE = new Single();

        private Object readResolve() {
            return INSTANCE;
        }
    }

    static final class Celsius implements Serializable {
        private Object writeReplace() {
            return "replaced";
        }
    }

    record ReplacedRecord(int a) implements Serializable {
        private Object writeReplace() {
            return a;
        }
    }

    record ResolvedRecord(int a) implements Serializable {
        static final ResolvedRecord ONE = new ResolvedRecord(1);

        private Object readResolve() {
            return ONE;
        }
    }

    static final class Custom implements Serializable {
        transient int doubled;

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
            out.writeInt(doubled);
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            doubled = 2 * in.readInt();
        }
    }

    static class Base {
        int base = 7;
    }

    static final class Derived extends Base implements Serializable {
        private static final ObjectStreamField[] serialPersistentFields = {new ObjectStreamField("kept", int.class)};

        int kept = 1;

        int dropped = 2;
    }

    public static final class External implements Externalizable {
        String text;

        public External() {}

        @Override
        public void writeExternal(ObjectOutput out) throws IOException {
            out.writeUTF(text);
        }

        @Override
        public void readExternal(ObjectInput in) throws IOException {
            text = in.readUTF() + " read";
        }
    }

    @Test
    void readResolveDecidesWhatArrives() {
        assertSame(Single.INSTANCE, Crossing.of(Single.INSTANCE));
        assertSame(ResolvedRecord.ONE, Crossing.of(new ResolvedRecord(5)));
    }

    @Test
    void writeReplaceDecidesWhatIsSent() {
        assertEquals("replaced", Crossing.of((Object) new Celsius()));
        assertEquals(5, Crossing.of((Object) new ReplacedRecord(5)));
        assertEquals(
                List.of("replaced", 5), Crossing.of(new ArrayList<>(List.of(new Celsius(), new ReplacedRecord(5)))));
    }

    @Test
    void writeObjectAndReadObjectAreCalled() {
        Custom custom = new Custom();
        custom.doubled = 4;
        assertEquals(8, Crossing.of(custom).doubled);
    }

    @Test
    void externalizableReadsWhatItWrote() {
        External external = new External();
        external.text = "text";
        assertEquals("text read", Crossing.of(external).text);
    }

    @Test
    void superclassesThatDoNotSerializeAreConstructedAndFieldsCanBeChosen() {
        Derived derived = new Derived();
        derived.base = 8;
        derived.kept = 9;
        Derived copy = Crossing.of(derived);
        assertEquals(7, copy.base);
        assertEquals(9, copy.kept);
        assertEquals(0, copy.dropped);
    }

    @Test
    void transientFieldsArriveEmpty() {
        assertNull(Crossing.of(new Hidden()).thread);
    }

    static final class Hidden implements Serializable {
        final transient Thread thread = Thread.currentThread();
    }

    @Test
    void dynamicProxiesCross() {
        Runnable proxy = (Runnable) Proxy.newProxyInstance(
                SerializableContractTest.class.getClassLoader(),
                new Class<?>[] {Runnable.class, Serializable.class},
                new Handler());
        assertEquals("handled", Crossing.of(proxy).toString());
    }

    static final class Handler implements java.lang.reflect.InvocationHandler, Serializable {
        @Override
        public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] arguments) {
            return "handled";
        }
    }
}
