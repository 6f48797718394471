package io.github.multiprocessing4j.manager;

import java.lang.reflect.Method;

/** Which method of an interface is meant: {@code get(java.lang.Object)}. */
final class Signature {
    private Signature() {}

    static String of(Method method) {
        return of(method.getName(), method.getParameterTypes());
    }

    private static String of(String name, Class<?>[] parameters) {
        StringBuilder key = new StringBuilder(name).append('(');
        for (int i = 0; i < parameters.length; i++) {
            key.append(i == 0 ? "" : ",").append(parameters[i].getName());
        }
        return key.append(')').toString();
    }
}
