package io.github.multiprocessing4j.codec;

import java.io.IOException;
import java.io.Serializable;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The objects that serialization would reach from an object, each with words for the way. */
final class References {
    static final String AS_THIS = "captured as 'this' by the lambda in ";

    static final String CAPTURED = "captured by the lambda in ";

    static final String BOUND = "bound to the method reference ";

    static final String IN_FIELD = "in field '";

    private References() {}

    /** Takes an object and the step that leads to it. */
    interface Visitor {
        void visit(@Nullable Object object, String step);
    }

    static void forEach(Object object, Visitor visitor) {
        Class<?> type = object.getClass();
        if (object instanceof Object[] array) {
            elements(array, type.getTypeName(), visitor);
        } else if (object instanceof SerializedLambda form) {
            captured(form, visitor);
        } else if (type.isHidden()) {
            captured(object, type, visitor);
        } else if (type.getClassLoader() != null) {
            fields(object, type, visitor);
        } else if (object instanceof Map<?, ?> map) {
            entries(map, visitor);
        } else if (object instanceof Collection<?> collection) {
            elements(collection.toArray(), name(type), visitor);
        } else if (object instanceof Optional<?> optional) {
            visitor.visit(optional.orElse(null), "in an Optional");
        } else if (object instanceof Map.Entry<?, ?> entry) {
            visitor.visit(entry.getKey(), "as key of a Map.Entry");
            visitor.visit(entry.getValue(), "as value of a Map.Entry");
        } else if (object instanceof Serializable && !(object instanceof String || object instanceof Number)) {
            closedFields(object, visitor);
        }
    }

    /** The JDK's own classes have names that nobody knows: better that of the interface. */
    private static String name(Class<?> type) {
        if (Modifier.isPublic(type.getModifiers())) {
            return type.getTypeName();
        } else if (Map.class.isAssignableFrom(type)) {
            return "a Map";
        } else if (Set.class.isAssignableFrom(type)) {
            return "a Set";
        }
        return List.class.isAssignableFrom(type) ? "a List" : "a Collection";
    }

    private static void elements(@Nullable Object[] elements, String type, Visitor visitor) {
        for (int i = 0; i < elements.length; i++) {
            if (elements[i] != null) {
                visitor.visit(elements[i], "at index " + i + " of " + type);
            }
        }
    }

    private static void entries(Map<?, ?> map, Visitor visitor) {
        String type = name(map.getClass());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            Object key = entry.getKey();
            visitor.visit(key, "as a key of " + type);
            boolean printable = key instanceof String || key instanceof Number || key instanceof Enum;
            visitor.visit(entry.getValue(), printable ? "under key '" + key + "' of " + type : "as a value of " + type);
        }
    }

    private static void fields(Object object, Class<?> type, Visitor visitor) {
        try {
            for (Class<?> owner = type; owner != null && Serializable.class.isAssignableFrom(owner); ) {
                for (Field field : owner.getDeclaredFields()) {
                    int modifiers = field.getModifiers();
                    if (!Modifier.isStatic(modifiers) && !Modifier.isTransient(modifiers)) {
                        field.setAccessible(true);
                        visitor.visit(field.get(object), inField(field.getName(), owner.getTypeName()));
                    }
                }
                owner = owner.getSuperclass();
            }
            if (SnippetVariables.mayHave(type)) {
                SnippetVariables.of(type).visit(visitor);
            }
        } catch (IllegalAccessException | InaccessibleObjectException e) {
            closedFields(object, visitor);
        }
    }

    static String inField(String name, String owner) {
        return IN_FIELD + name + "' of " + owner;
    }

    private static void closedFields(Object object, Visitor visitor) {
        try {
            Probe.parts(object, visitor);
        } catch (IOException e) {
            // not even Java's own serialization takes it apart: then it has no parts to look at
        }
    }

    private static void captured(Object lambda, Class<?> type, Visitor visitor) {
        try {
            SerializedLambda form = form(lambda, type);
            if (form != null) {
                captured(form, visitor);
            }
        } catch (ReflectiveOperationException | IOException | RuntimeException e) {
            // not serializable: then it has no parts to look at
        }
    }

    private static @Nullable SerializedLambda form(Object lambda, Class<?> type)
            throws ReflectiveOperationException, IOException {
        Method writeReplace = type.getDeclaredMethod("writeReplace");
        if (!writeReplace.trySetAccessible()) {
            return Probe.form(lambda);
        }
        return writeReplace.invoke(lambda) instanceof SerializedLambda form ? form : null;
    }

    private static void captured(SerializedLambda form, Visitor visitor) {
        for (int i = 0; i < form.getCapturedArgCount(); i++) {
            visitor.visit(form.getCapturedArg(i), step(form, i));
        }
        SnippetVariables.of(form, Thread.currentThread().getContextClassLoader())
                .visit(visitor);
    }

    private static String step(SerializedLambda form, int argument) {
        String method = form.getImplClass().replace('/', '.') + "." + form.getImplMethodName();
        if (!form.getImplMethodName().startsWith("lambda$")) {
            return BOUND + method.replaceFirst("\\.([^.]*)$", "::$1");
        }
        boolean isThis = argument == 0 && form.getImplMethodKind() != MethodHandleInfo.REF_invokeStatic;
        return (isThis ? AS_THIS : CAPTURED) + method;
    }
}
