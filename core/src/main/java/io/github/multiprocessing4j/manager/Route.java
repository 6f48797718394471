package io.github.multiprocessing4j.manager;

import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Spliterator;
import java.util.concurrent.locks.Condition;
import java.util.stream.BaseStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Where a method of a proxy is executed.
 *
 * @param method the method
 * @param place where, as a rule
 * @param key by which the server knows it
 * @param functions which of its parameters are functions: one that does not serialize keeps a default method here
 * @param inputs which of its parameters are what elements are taken from: what does not serialize goes as a list of them
 * @param interruptible whether the caller may give up a while after an interrupt
 * @param takesFunctions whether it may run code of its caller
 */
record Route(
        Method method,
        Place place,
        String key,
        int[] functions,
        int[] inputs,
        boolean interruptible,
        boolean takesFunctions) {
    enum Place {
        /** A method of {@link BaseProxy}. */
        PROXY,
        /** A default method that the object does not have. */
        HERE,
        EQUALS,
        THERE
    }

    /** @param type the interface that the server calls the object by */
    static Route of(Method method, Class<?> type) {
        return new Route(
                method,
                placeOf(method, type),
                Signature.of(method),
                method.isDefault() ? functionsOf(method) : new int[0],
                inputsOf(method),
                isInterruptible(method),
                takesFunctions(method));
    }

    /** Whoever waits for a condition has its lock afterwards, however long it takes to get that back. */
    private static boolean isInterruptible(Method method) {
        List<Class<?>> thrown = Arrays.asList(method.getExceptionTypes());
        return (thrown.contains(InterruptedException.class) || thrown.contains(Exception.class))
                && !Condition.class.isAssignableFrom(method.getDeclaringClass());
    }

    private static Place placeOf(Method method, Class<?> type) {
        Class<?> declaring = method.getDeclaringClass();
        if (declaring == BaseProxy.class || declaring == AutoCloseable.class) {
            return Place.PROXY;
        } else if (method.getName().equals("equals") && method.getParameterCount() == 1) {
            return Place.EQUALS;
        }
        return method.isDefault() && (!declaring.isAssignableFrom(type) || isLazy(method.getReturnType()))
                ? Place.HERE
                : Place.THERE;
    }

    /** What goes through elements as they are asked for can't be sent. */
    private static boolean isLazy(Class<?> result) {
        return BaseStream.class.isAssignableFrom(result) || Spliterator.class.isAssignableFrom(result);
    }

    static boolean takesFunctions(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .anyMatch(type -> type.isAnnotationPresent(FunctionalInterface.class));
    }

    private static int[] functionsOf(Method method) {
        Class<?>[] types = method.getParameterTypes();
        return IntStream.range(0, types.length)
                .filter(i -> types[i].isAnnotationPresent(FunctionalInterface.class))
                .toArray();
    }

    /** {@return whether this is {@link Object#toString}} */
    boolean isToString() {
        return method.getName().equals("toString") && method.getParameterCount() == 0;
    }

    private static int[] inputsOf(Method method) {
        Class<?>[] types = method.getParameterTypes();
        return java.util.stream.IntStream.range(0, types.length)
                .filter(i -> Iterable.class.isAssignableFrom(types[i]) && types[i].isAssignableFrom(ArrayList.class))
                .toArray();
    }

    /** Puts lists in place of arguments that do not serialize and are just read, such as a map's keys, or a part of a list. */
    void makeListsOfInputs(@Nullable Object @Nullable [] arguments) {
        if (arguments != null) {
            for (int i : inputs) {
                if (arguments[i] instanceof Iterable<?> input && !(input instanceof Serializable)) {
                    List<@Nullable Object> list = new ArrayList<>();
                    input.forEach(list::add);
                    arguments[i] = list;
                }
            }
        }
    }

    /** {@return whether there is a function among the arguments that can't go to the server} */
    boolean staysWith(@Nullable Object @Nullable [] arguments) {
        if (arguments != null) {
            for (int i : functions) {
                if (arguments[i] != null && !(arguments[i] instanceof Serializable)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Runs a default method here. */
    @Nullable
    Object runHere(Object proxy, @Nullable Object @Nullable [] arguments) throws Throwable {
        Class<?> declaring = method.getDeclaringClass();
        if (Modifier.isPublic(declaring.getModifiers())
                && declaring.getModule().isExported(declaring.getPackageName(), Route.class.getModule())) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        MethodHandle body = MethodHandles.privateLookupIn(declaring, MethodHandles.lookup())
                .unreflectSpecial(method, declaring)
                .bindTo(proxy);
        return arguments == null ? body.invoke() : body.invokeWithArguments(arguments);
    }
}
