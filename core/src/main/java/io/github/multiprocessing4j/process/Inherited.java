package io.github.multiprocessing4j.process;

import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import org.jspecify.annotations.Nullable;

/**
 * A static variable whose present value every child starts with. A child is a JVM of its own, in which static fields have the values that their
 * initializers give them; this is for those that are to have what the parent has made of them since: what {@code fork} does for a program in
 * Python.
 *
 * {@snippet :
 * static final Inherited<List<Integer>> LIST = Inherited.of(new ArrayList<>());
 *
 * static void append() {
 *     LIST.get().add(1);
 *     System.out.println(LIST.get());
 * }
 *
 * public static void main(String[] args) {
 *     ChildProcess.start(Main::append).join();     // [1]
 *     System.out.println(LIST.get());              // []
 * }
 * }
 *
 * <p><b>What a child gets</b> is a copy of the value as it is when the child is started, made as those of captured variables are, which has
 * to be serializable. What either does to its own afterwards the other does not see. Workers of a pool are children that start when the pool does, and
 * later ones later. All values go along with every child, so large ones are better put into {@linkplain
 * io.github.multiprocessing4j.memory.SharedMemory shared memory}, whose handle goes along then. If the value of one can't be sent, no child can be started.
 *
 * <p><b>Which variable is which</b> is told by the class in whose static initializer it is made, and by how many were made there before. So it
 * has to be made there, and not under conditions that differ between processes. A variable of a class that the parent has not initialized has its initial value in
 * the child, too.
 *
 * <p>Processes that are threads share the variable. Thread-safe, as a volatile field is: what a thread did before it set a value is seen by who gets it.
 *
 * <p>CPython has no counterpart: its {@code fork} copies all there is.
 *
 * @param <T> what it holds
 */
public final class Inherited<T extends @Nullable Object> {
    private static final String INITIALIZER = "<clinit>";

    private volatile T value;

    private Inherited(T value) {
        this.value = value;
    }

    /**
     * Makes one, in the static initializer of the class that has it.
     *
     * @param <T> what it holds
     * @param initial its value in a process that has none to start with
     * @return a variable with that value, or with the one that this process has inherited
     * @throws IllegalStateException if this is called elsewhere
     */
    public static <T extends @Nullable Object> Inherited<T> of(T initial) {
        StackFrame caller = StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.skip(1).findFirst())
                .orElseThrow();
        if (!caller.getMethodName().equals(INITIALIZER)) {
            throw new IllegalStateException("an Inherited was to be made in " + caller
                    + ", but has to be a static field that is set where it is declared: no other can be found again in"
                    + " a child");
        }
        Inherited<T> variable = new Inherited<>(initial);
        InheritedValues.add(caller.getDeclaringClass(), variable);
        return variable;
    }

    /** What the same line of the same class has put into it in another process. */
    @SuppressWarnings({"unchecked", "NullAway"}) // null only if T may be
    void inherit(@Nullable Object inherited) {
        value = (T) inherited;
    }

    /** {@return its value in this process} */
    public T get() {
        return value;
    }

    /**
     * Gives it another value, in this process and for children that are started from now on.
     *
     * @param value serializable
     */
    public void set(T value) {
        this.value = value;
    }

    /** {@return its value as text} */
    @Override
    public String toString() {
        return "Inherited[" + value + "]";
    }
}
