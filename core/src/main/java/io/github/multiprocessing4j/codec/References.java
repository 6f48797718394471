package io.github.multiprocessing4j.codec;

import java.io.Serializable;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
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

    private References() {}

    /** Takes an object and the step that leads to it. */
    interface Visitor {
        void visit(@Nullable Object object, String step);
    }

    static void forEach(Object object, Visitor visitor) {
        Class<?> type = object.getClass();
        if (object instanceof Object[] array) {
            elements(array, type.getTypeName(), visitor);
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
        for (Class<?> owner = type; owner != null && Serializable.class.isAssignableFrom(owner); ) {
            for (Field field : owner.getDeclaredFields()) {
                int modifiers = field.getModifiers();
                if (!Modifier.isStatic(modifiers) && !Modifier.isTransient(modifiers)) {
                    visitor.visit(get(field, object), "in field '" + field.getName() + "' of " + owner.getTypeName());
                }
            }
            owner = owner.getSuperclass();
        }
    }

    private static @Nullable Object get(Field field, Object object) {
        try {
            field.setAccessible(true);
            return field.get(object);
        } catch (IllegalAccessException | RuntimeException e) {
            return null; // closed to this library
        }
    }

    private static void captured(Object lambda, Class<?> type, Visitor visitor) {
        try {
            Method writeReplace = type.getDeclaredMethod("writeReplace");
            writeReplace.setAccessible(true);
            if (writeReplace.invoke(lambda) instanceof SerializedLambda form) {
                for (int i = 0; i < form.getCapturedArgCount(); i++) {
                    visitor.visit(form.getCapturedArg(i), step(form, i));
                }
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            // closed to this library, or not serializable: then it has no parts to look at
        }
    }

    private static String step(SerializedLambda form, int argument) {
        String method = form.getImplClass().replace('/', '.') + "." + form.getImplMethodName();
        if (!form.getImplMethodName().startsWith("lambda$")) {
            return "bound to the method reference " + method.replaceFirst("\\.([^.]*)$", "::$1");
        }
        boolean isThis = argument == 0 && form.getImplMethodKind() != MethodHandleInfo.REF_invokeStatic;
        return (isThis ? AS_THIS : "captured by the lambda in ") + method;
    }
}
