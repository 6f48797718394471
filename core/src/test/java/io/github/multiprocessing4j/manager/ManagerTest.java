package io.github.multiprocessing4j.manager;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.ManagerDiedException;
import io.github.multiprocessing4j.failure.ManagerException;
import io.github.multiprocessing4j.failure.ProcessStartException;
import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Types of one's own, and the life of a manager and its objects. */
@Timeout(60)
class ManagerTest {
    /** What is registered. */
    public interface Foo {
        String f();

        String g() throws IOException;

        default String h() {
            return "h() here";
        }

        Object unserializable();

        Foo itself();
    }

    /** What is there: it does not implement the interface. */
    public static final class FooObject {
        public String f() {
            return "f()";
        }

        public String g() throws IOException {
            throw new IOException("g has failed");
        }

        public String h() {
            return "h() there";
        }

        public Object unserializable() {
            return new Object();
        }

        public Object itself() {
            return this;
        }
    }

    /** Proxies can do more than the object. */
    public interface RicherFoo extends Foo {
        default String twice() {
            return f() + f();
        }
    }

    private static final ManagedType<Foo> FOO = ManagedType.of("Foo", Foo.class).factory(() -> new FooObject());

    private static final ManagedType<Foo> SOME = ManagedType.of("Some", Foo.class)
            .factory(() -> new FooObject())
            .exposed("f", "itself")
            .result("itself", "Some");

    /** Squares, one after the other. */
    private static final ManagedType<Iterator<Integer>> SQUARES = squares();

    @SuppressWarnings("unchecked") // of integers it is
    private static ManagedType<Iterator<Integer>> squares() {
        return (ManagedType<Iterator<Integer>>) (ManagedType<?>) ManagedType.of("squares", Iterator.class)
                .factory(() -> IntStream.range(0, 10).map(i -> i * i).boxed().iterator());
    }

    private static ManagerBuilder<Manager> builder() {
        return Manager.builder()
                .jvm(ShortLived.JVM)
                .register(FOO)
                .register(SOME)
                .register(SQUARES)
                .register(FOO.proxyType(RicherFoo.class));
    }

    private static void use(Manager manager) throws Exception {
        Foo foo = manager.create("Foo", RicherFoo.class);
        assertEquals("f()", foo.f());
        assertEquals("f()f()", ((RicherFoo) foo).twice());
        assertEquals("h() there", foo.h());
        IOException failure = assertThrows(IOException.class, foo::g);
        assertEquals("g has failed", failure.getMessage());
        List<String> frames = Arrays.stream(failure.getStackTrace())
                .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                .toList();
        assertEquals(FooObject.class.getName() + ".g", frames.getFirst());
        assertTrue(frames.contains(ManagerTest.class.getName() + ".use"), frames::toString);
        BaseProxy proxy = BaseProxy.of(foo);
        assertEquals("f()", proxy.callMethod("f"));
        assertThrows(IOException.class, () -> proxy.callMethod("g"));
        assertThrows(ManagerException.class, () -> proxy.callMethod("hashCode", 1));
        SerializationException unsent = assertThrows(SerializationException.class, foo::unserializable);
        assertTrue(unsent.toString().contains("java.lang.Object"), unsent::toString);

        Foo some = manager.create(SOME);
        assertEquals("f()", some.f());
        ManagerException refused = assertThrows(ManagerException.class, some::g);
        assertTrue(refused.toString().contains("exposes no method g()"), refused::toString);
        assertThrows(ManagerException.class, () -> BaseProxy.of(some).callMethod("g"));
        assertEquals("f()", some.itself().f());
        assertEquals(some, some.itself().itself());

        List<Integer> squares = new ArrayList<>();
        manager.create(SQUARES).forEachRemaining(squares::add);
        assertEquals(List.of(0, 1, 4, 9, 16, 25, 36, 49, 64, 81), squares);
    }

    @Test
    void typesOfOnesOwnAreUsed() throws Exception {
        Manager manager = builder().start();
        use(manager);
        manager.shutdown();
        assertEquals(0, manager.process().orElseThrow().exitCode().orElseThrow());
        manager.shutdown();
        assertTrue(manager.toString().endsWith("closed]"), manager::toString);
        assertThrows(IllegalStateException.class, () -> manager.create(FOO));
    }

    @Test
    void closingEndsTheServer() throws Exception {
        Manager closed;
        Foo foo;
        try (Manager manager = builder().start()) {
            closed = manager;
            use(manager);
            foo = manager.create(FOO.proxyType(RicherFoo.class));
        }
        assertEquals(0, closed.process().orElseThrow().exitCode().orElseThrow());
        closed.join();
        assertThrows(ManagerDiedException.class, foo::f);
    }

    @Test
    void objectsGoWithTheirLastProxy() throws Exception {
        try (Manager manager = builder().start()) {
            Foo some = manager.create(SOME);
            assertEquals(1, manager.numberOfObjects());
            Foo other = some.itself();
            assertEquals(1, manager.numberOfObjects());
            Foo limited = BaseProxy.withTimeout(some, java.time.Duration.ofSeconds(30));
            assertEquals(BaseProxy.of(some).token(), BaseProxy.of(limited).token());
            BaseProxy.of(some).close();
            BaseProxy.of(some).close();
            assertThrows(IllegalStateException.class, some::f);
            assertEquals("f()", limited.f());
            awaitTrue(() -> manager.debugInfo().contains("references=2"));
            assertTrue(manager.debugInfo().contains("FooObject"), manager::debugInfo);
            BaseProxy.of(limited).close();
            BaseProxy.of(other).close();
            LeftBehind.await(manager, 0);
            create(manager);
            LeftBehind.await(manager, 0);
        }
    }

    /** Nobody keeps them. */
    private static void create(Manager manager) throws IOException {
        for (int i = 0; i < 100; i++) {
            Foo foo = manager.create("Foo", RicherFoo.class);
            assertEquals("f()", foo.f());
        }
    }

    @Test
    void callsAreCounted() throws Exception {
        try (Manager manager = builder().start()) {
            Foo foo = manager.create("Foo", RicherFoo.class);
            foo.f();
            foo.f();
            assertThrows(IOException.class, foo::g);
            MethodStatistics f = statistics(manager, "f()");
            assertEquals(2, f.calls());
            assertEquals(0, f.failures());
            assertTrue(f.longest().compareTo(f.total()) <= 0 && f.mean().compareTo(f.longest()) <= 0, f::toString);
            assertEquals(1, statistics(manager, "g()").failures());
        }
    }

    private static MethodStatistics statistics(Manager manager, String method) {
        return manager.statistics().stream()
                .filter(each -> each.typeid().equals("Foo") && each.method().equals(method))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theInitializerRunsFirst() throws Exception {
        ManagedType<Foo> type = ManagedType.of("property", Foo.class)
                .factory(() -> (Serializable & Named) () -> System.getProperty("manager.test"))
                .exposed("f");
        try (Manager manager = Manager.builder()
                .jvm(ShortLived.JVM)
                .register(type)
                .initializer(() -> System.setProperty("manager.test", "initialized"))
                .start()) {
            assertEquals("initialized", manager.create(type).f());
        }
    }

    /** Has the one method that is exposed. */
    private interface Named {
        String f();
    }

    @Test
    void whatCanNotStartSaysWhy() {
        ProcessStartException failure = assertThrows(
                ProcessStartException.class,
                () -> builder()
                        .initializer(() -> {
                            throw new IllegalStateException("no licence");
                        })
                        .start());
        assertInstanceOf(IllegalStateException.class, failure.getCause());
        assertEquals("no licence", failure.getCause().getMessage());
        ProcessStartException death = assertThrows(
                ProcessStartException.class,
                () -> builder().initializer(() -> System.exit(3)).start());
        assertTrue(death.toString().contains("exited with code 3"), death::toString);
    }

    @Test
    void whatIsNotThereIsRefused() {
        try (Manager manager = builder().start()) {
            ManagerException unknown = assertThrows(ManagerException.class, () -> manager.create("Bar", Foo.class));
            assertTrue(unknown.toString().contains("no type Bar"), unknown::toString);
            assertThrows(ClassCastException.class, () -> manager.create("Foo", Runnable.class));
            IllegalArgumentException arguments =
                    assertThrows(IllegalArgumentException.class, () -> manager.create(FOO, 1, 2));
            assertTrue(
                    arguments.toString().contains("factory of Foo takes no arguments, and got 2"), arguments::toString);
            assertThrows(IllegalArgumentException.class, () -> BaseProxy.of("no proxy"));
            assertThrows(IllegalArgumentException.class, () -> ManagedType.of("class", String.class));
            ManagerException missing = assertThrows(ManagerException.class, () -> {
                try (Manager other = Manager.builder()
                        .jvm(ShortLived.JVM)
                        .register(ManagedType.of("Foo", Foo.class).factory(() -> "a string"))
                        .start()) {
                    other.create(FOO);
                }
            });
            assertTrue(missing.toString().contains("java.lang.String does not"), missing::toString);
        }
    }

    @Test
    void whatIsSaidOfMethodsIsCheckedBeforeAnythingStarts() {
        var builder = Manager.builder();
        IllegalArgumentException typo =
                assertThrows(IllegalArgumentException.class, () -> builder.register(FOO.exposed("f", "feg")));
        assertTrue(typo.toString().contains("has no method feg, only"), typo::toString);
        assertThrows(IllegalArgumentException.class, () -> builder.register(FOO.result("feg", "Foo")));
        builder.register(FOO.result("f", "Fooo"));
        IllegalStateException unknown = assertThrows(IllegalStateException.class, builder::start);
        assertTrue(unknown.toString().contains("Fooo, which is not registered"), unknown::toString);
    }

    @Test
    void aFactorysExceptionNamesItsType() throws Exception {
        ManagedType<Foo> bad = ManagedType.of("bad", Foo.class).factory(() -> {
            throw new java.io.IOException("checked");
        });
        try (Manager manager =
                Manager.builder().jvm(ShortLived.JVM).register(bad).start()) {
            ManagerException e = assertThrows(ManagerException.class, () -> manager.create(bad));
            assertTrue(
                    e.toString().contains("the factory of bad has thrown java.io.IOException: checked"), e::toString);
        }
    }

    @Test
    void theServerTakesNoNoticeOfCtrlC() throws Exception {
        try (Manager manager = builder().start()) {
            Foo foo = manager.create("Foo", RicherFoo.class);
            long pid = manager.process().orElseThrow().pid();
            assertEquals(
                    0,
                    new ProcessBuilder("kill", "-INT", Long.toString(pid))
                            .start()
                            .waitFor());
            assertEquals("f()", foo.f());
            assertEquals("f()", manager.create("Foo", RicherFoo.class).f());
        }
    }

    @Test
    void proxiesAreEqualIfTheirObjectIsTheSame() {
        try (Manager manager = builder().start()) {
            Foo foo = manager.create("Foo", RicherFoo.class);
            assertEquals(foo, foo);
            assertFalse(foo.equals(manager.create("Foo", RicherFoo.class)));
            assertFalse(foo.equals(null));
            assertEquals(foo.hashCode(), foo.hashCode());
            assertTrue(foo.toString().contains("FooObject@"), foo::toString);
            assertSame(foo, BaseProxy.of(foo));
        }
    }
}
