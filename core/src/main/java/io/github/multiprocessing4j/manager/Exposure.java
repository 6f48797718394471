package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.failure.ManagerException;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What of a class of objects can be called by clients: methods of the registered interface and, of the proxies' one, the abstract ones. */
final class Exposure {
    private final String typeid;

    private final Map<String, Invoker> methods = new HashMap<>();

    /** @param referent the class of the objects */
    Exposure(ManagedType<?> type, Class<?> referent) {
        this.typeid = type.typeid();
        for (Method method : type.type().getMethods()) {
            if (!BaseProxy.class.equals(method.getDeclaringClass())) {
                expose(type, method, referent);
            }
        }
        for (Method method : type.proxyType().getMethods()) {
            if (Modifier.isAbstract(method.getModifiers())) {
                expose(type, method, referent);
            }
        }
        for (Method method : Object.class.getMethods()) {
            if (List.of("equals", "hashCode", "toString").contains(method.getName())) {
                methods.put(Signature.of(method), new Invoker(method, null));
            }
        }
    }

    private void expose(ManagedType<?> type, Method method, Class<?> referent) {
        boolean proxys = BaseProxy.class.equals(method.getDeclaringClass()); // not the object's
        if (!proxys && !Modifier.isStatic(method.getModifiers()) && type.exposes(method.getName())) {
            Method target = targetOf(method, referent);
            if (target != null) {
                methods.put(Signature.of(method), new Invoker(target, type.resultOf(method.getName())));
            } else if (Modifier.isAbstract(method.getModifiers())) {
                throw new ManagerException(
                        "type " + typeid + " has the method " + Signature.of(method) + ", and " + referent.getName()
                                + " does not",
                        null);
            }
        }
    }

    /** The method of the interface if the object has that, else a public one with the same name and parameters. */
    private static @Nullable Method targetOf(Method method, Class<?> referent) {
        Method target = method;
        if (!method.getDeclaringClass().isAssignableFrom(referent)) {
            try {
                target = referent.getMethod(method.getName(), method.getParameterTypes());
            } catch (NoSuchMethodException e) {
                return null;
            }
        }
        try {
            target.trySetAccessible();
        } catch (InaccessibleObjectException e) {
            return target; // it may be accessible all the same
        }
        return target;
    }

    /**
     * {@return the method with that key}
     *
     * @throws ManagerException if it can't be called
     */
    Invoker method(String key) {
        Invoker invoker = methods.get(key);
        if (invoker == null) {
            throw notExposed(key);
        }
        return invoker;
    }

    /**
     * {@return the method with that name and number of parameters}
     *
     * @throws ManagerException if there is none, or more than one
     */
    Invoker byName(String name, int parameters) {
        List<Invoker> found = methods.values().stream()
                .filter(invoker -> invoker.name().equals(name) && invoker.parameters() == parameters)
                .toList();
        if (found.size() > 1) {
            throw new ManagerException(
                    "type " + typeid + " has several methods " + name + " with " + parameters + " parameters", null);
        } else if (found.isEmpty()) {
            throw notExposed(name + " with " + parameters + " parameters");
        }
        return found.getFirst();
    }

    private ManagerException notExposed(String what) {
        return new ManagerException(
                "type " + typeid + " exposes no method " + what + "; it exposes " + new TreeSet<>(methods.keySet()),
                null);
    }

    Collection<Invoker> invokers() {
        return methods.values();
    }
}
