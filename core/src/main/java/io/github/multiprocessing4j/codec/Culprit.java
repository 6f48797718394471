package io.github.multiprocessing4j.codec;

import java.io.NotSerializableException;
import java.security.CodeSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds, after a value was refused, the object that is to blame and the shortest path to it, and says what can be done. It
 * walks the value once more, which is slow and done for the sake of the message only.
 */
final class Culprit {
    private static final int MAX_OBJECTS = 200_000;

    private static final String REFUSED = " cannot be sent to another process";

    private final String className;

    private final ArrayDeque<Reached> queue = new ArrayDeque<>();

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    /** An object and the step that led to it from another one. */
    private record Reached(
            Object object, @Nullable Reached from, @Nullable String step) {}

    private Culprit(String className) {
        this.className = className;
    }

    /** Returns the message for a root of which Java's serialization said that it holds an object of some class. */
    static String describe(@Nullable Object root, NotSerializableException refusal) {
        String className = String.valueOf(refusal.getMessage());
        if (className.indexOf(' ') >= 0) { // the class itself says what is wrong
            return className.concat("; it was reached from ").concat(Failures.nameOf(root));
        }
        Reached found = root == null ? null : find(root, className);
        if (found == null) {
            return className.concat(REFUSED).concat(": reached from ").concat(Failures.nameOf(root))
                    + ". Make the field that leads to it transient, let its class implement Serializable, or send what"
                    + " it can be made from";
        }
        String steps = steps(found);
        return name(found.object) + REFUSED + (steps.isEmpty() ? "" : ": ") + steps + ". " + cure(found);
    }

    private static @Nullable Reached find(Object root, String className) {
        try {
            return new Culprit(className).search(root);
        } catch (RuntimeException | StackOverflowError e) {
            return null; // the objects' own methods may do anything
        }
    }

    private @Nullable Reached search(Object root) {
        visit(root, null, null);
        for (Reached next = queue.poll(); next != null && seen.size() < MAX_OBJECTS; next = queue.poll()) {
            if (next.object.getClass().getName().equals(className)) {
                return next;
            }
            Reached from = next;
            References.forEach(next.object, (object, step) -> visit(object, from, step));
        }
        return null;
    }

    private void visit(@Nullable Object object, @Nullable Reached from, @Nullable String step) {
        if (object != null && seen.add(object)) {
            queue.add(new Reached(object, from, step));
        }
    }

    private static String steps(Reached found) {
        StringBuilder steps = new StringBuilder();
        for (Reached at = found; at != null && at.step != null; at = at.from) {
            steps.insert(0, steps.isEmpty() ? at.step : at.step.concat(", "));
        }
        return steps.toString();
    }

    private static String name(Object object) {
        String name = Failures.nameOf(object);
        return name.startsWith("a lambda") ? "A" + name.substring(1) : name;
    }

    private static String cure(Reached found) {
        Object object = found.object;
        if (isOurs(object)) {
            return "It stays in the process that has made it: what of it can be sent its documentation says";
        } else if (object.getClass().getName().contains("$$Lambda")) {
            return "Declare its type as one of the Remote interfaces of io.github.multiprocessing4j.function, or cast"
                    + " it to one";
        } else if (found.step != null && found.step.startsWith(References.AS_THIS)) {
            return "Copy what the lambda needs of it into local variables first, or implement Serializable";
        } else if (isView(object)) {
            return "Copy it into a collection that is no view of another";
        } else if (object instanceof Record) {
            return "Let the record implement Serializable";
        }
        return cure(String.valueOf(found.step), isOfTheJdk(object) ? "" : "Let its class implement Serializable, or ");
    }

    /** What fits the place where it was found; an item, an argument or a result is not found in any. */
    private static String cure(String step, String orElse) {
        if (step.startsWith(References.CAPTURED)) {
            return sentence(orElse, "create it inside the lambda");
        } else if (step.startsWith(References.BOUND)) {
            return sentence(orElse, "use a lambda that creates it");
        } else if (step.startsWith(References.IN_FIELD)) {
            return sentence(orElse, "make the field transient and create it anew where it is used");
        }
        return sentence(orElse, "send what it can be made from");
    }

    private static String sentence(String start, String end) {
        return start.isEmpty() ? Character.toUpperCase(end.charAt(0)) + end.substring(1) : start + end;
    }

    /** A pool, a listener, both ends of a pipe at once: no advice on its source is of use. */
    private static boolean isOurs(Object object) {
        CodeSource ours = Culprit.class.getProtectionDomain().getCodeSource();
        return ours != null
                && ours.equals(object.getClass().getProtectionDomain().getCodeSource());
    }

    private static boolean isOfTheJdk(Object object) {
        ClassLoader loader = object.getClass().getClassLoader();
        return loader == null || loader.equals(ClassLoader.getPlatformClassLoader());
    }

    private static boolean isView(Object object) {
        return object.getClass().getClassLoader() == null && (object instanceof Collection || object instanceof Map);
    }
}
