package io.github.multiprocessing4j.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.function.RemoteCallable;
import io.github.multiprocessing4j.function.RemoteRunnable;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A refusal names the object to blame, the way to it, and what to do. */
@Timeout(60)
@NullUnmarked
class RefusalTest {
    private static final String HERE = RefusalTest.class.getTypeName();

    private static final String OF_THE_VALUE = ". Send what it can be made from";

    private static final String OF_A_FIELD = ". Make the field transient and create it anew where it is used";

    private final int field = 5;

    record Mute(int a) {}

    static final class Job implements Serializable {
        Object worker;

        Job(Object worker) {
            this.worker = worker;
        }
    }

    record Order(Object item) implements Serializable {}

    @Test
    void namesTheClass() {
        assertEquals(
                "java.lang.Thread cannot be sent to another process" + OF_THE_VALUE, Crossing.refusal(new Thread()));
        assertEquals(
                "java.lang.Object cannot be sent to another process" + OF_THE_VALUE, Crossing.refusal(new Object()));
    }

    /** Its source is not the user's to change. */
    @Test
    void ofTheLibrarysOwnObjectsItSaysThatTheyStay() {
        String refusal = Crossing.refusal(new Sink());
        assertTrue(
                refusal.endsWith(
                        "It stays in the process that has made it: what of it can be sent its documentation says"),
                refusal);
    }

    /** Not the name of a class, as the JDK's own exceptions have it. */
    @Test
    void whatAClassHasToSayOfItselfIsLeftAsItIs() {
        class Secret implements Serializable {
            private static final long serialVersionUID = 1L;

            private Object writeReplace() throws NotSerializableException {
                throw new NotSerializableException("this is a secret");
            }
        }
        assertEquals(
                "this is a secret; it was reached from " + Secret.class.getTypeName(), Crossing.refusal(new Secret()));
    }

    @Test
    void namesTheCapturingLambdaAndTheField() {
        Job job = new Job(new Thread());
        RemoteRunnable task = () -> job.worker.toString();
        assertEquals(
                "java.lang.Thread cannot be sent to another process: captured by the lambda in " + HERE
                        + ".lambda$namesTheCapturingLambdaAndTheField$0, in field 'worker' of " + HERE + "$Job"
                        + OF_A_FIELD,
                Crossing.refusal(task).replaceAll("Field\\$\\w+\\$?\\d*,", "Field\\$0,"));
    }

    @Test
    void namesPositionsInArraysListsAndMaps() {
        assertEquals(
                "java.lang.Thread cannot be sent to another process: at index 1 of java.util.ArrayList, under key 'k'"
                        + " of java.util.HashMap, at index 0 of java.lang.Object[]" + OF_THE_VALUE,
                Crossing.refusal(new ArrayList<>(List.of(1, new HashMap<>(Map.of("k", new Object[] {new Thread()}))))));
        assertEquals(
                "java.lang.Thread cannot be sent to another process: at index 0 of a List, in an Optional, in field"
                        + " 'item' of " + HERE + "$Order" + OF_A_FIELD,
                Crossing.refusal(List.of(Optional.of(new Order(new Thread())))));
    }

    @Test
    void namesWhatOfTheJdkHoldsIt() {
        assertEquals(
                "java.lang.Thread cannot be sent to another process: in field 'worker' of " + HERE
                        + "$Job, in java.util.concurrent.atomic.AtomicReference" + OF_THE_VALUE,
                Crossing.refusal(new Job(new AtomicReference<>(new Thread()))));
    }

    @Test
    void saysHowALambdaBecomesSerializable() {
        Runnable mute = () -> {};
        assertEquals(
                "A lambda in " + HERE + " cannot be sent to another process: in field 'worker' of " + HERE + "$Job."
                        + " Declare"
                        + " its type"
                        + " as one"
                        + " of the"
                        + " Remote"
                        + " interfaces"
                        + " of io.github.multiprocessing4j.function,"
                        + " or cast"
                        + " it to"
                        + " one",
                Crossing.refusal(new Job(mute)));
    }

    @Test
    void saysWhatToDoAboutACapturedThis() {
        RemoteCallable<Integer> task = () -> field;
        String message = Crossing.refusal(task);
        assertTrue(
                message.startsWith(HERE + " cannot be sent to another process: captured as 'this' by the lambda in "
                        + HERE + ".lambda$saysWhatToDoAboutACapturedThis$"),
                message);
        assertTrue(
                message.endsWith(
                        ". Copy what the lambda needs of it into local variables first, or implement Serializable"),
                message);
    }

    static final class Quiet {
        void say() {}
    }

    @Test
    void saysWhatFitsThePlace() {
        Quiet quiet = new Quiet();
        String serializable = ". Let its class implement Serializable, or ";
        assertTrue(Crossing.refusal(quiet).endsWith(serializable + "send what it can be made from"));
        assertTrue(Crossing.refusal(List.of(quiet)).endsWith(serializable + "send what it can be made from"));
        assertTrue(Crossing.refusal(new Job(quiet))
                .endsWith(serializable + "make the field transient and create it anew where it is used"));
        RemoteRunnable captures = () -> quiet.say();
        assertTrue(Crossing.refusal(captures).endsWith(serializable + "create it inside the lambda"));
        RemoteRunnable bound = quiet::say;
        assertTrue(Crossing.refusal(bound).endsWith(serializable + "use a lambda that creates it"));
        Thread thread = new Thread();
        RemoteRunnable ofTheJdk = () -> thread.start();
        assertTrue(Crossing.refusal(ofTheJdk).endsWith(". Create it inside the lambda"));
    }

    @Test
    void refusesARecordThatIsNotSerializable() {
        assertEquals(
                HERE + "$Mute cannot be sent to another process: at index 0 of java.util.ArrayList. Let the record"
                        + " implement Serializable",
                Crossing.refusal(new ArrayList<>(List.of(new Mute(1)))));
    }

    @Test
    void refusesViewsOfMaps() {
        assertTrue(Crossing.refusal(new HashMap<>(Map.of(1, 2)).keySet())
                .endsWith(" cannot be sent to another process. Copy it into a collection that is no view of another"));
    }

    static final class Stubborn implements Serializable {
        private void writeObject(ObjectOutputStream out) throws NotSerializableException {
            throw new NotSerializableException("not today");
        }
    }

    static final class Failing implements Serializable {
        private void writeObject(ObjectOutputStream out) {
            throw new IllegalStateException("closed");
        }
    }

    @Test
    void passesOnWhatAHookSays() {
        assertTrue(Crossing.refusal(new Stubborn()).startsWith("not today"));
        assertEquals(
                HERE + "$Failing cannot be sent to another process: java.lang.IllegalStateException: closed",
                Crossing.refusal(new Failing()));
    }

    static final class Endless implements Serializable {
        private Object writeReplace() {
            throw new StackOverflowError();
        }
    }

    @Test
    void noErrorButThoseOfTheMachineLeaves() {
        assertTrue(Crossing.refusal(new Endless()).contains("nested too deeply"));
        Job broken = new Job(null);
        broken.worker = new Linkage();
        assertTrue(Crossing.refusal(broken).contains("java.lang.NoClassDefFoundError: gone"));
    }

    static final class Linkage implements Serializable {
        private Object writeReplace() {
            throw new NoClassDefFoundError("gone");
        }
    }
}
