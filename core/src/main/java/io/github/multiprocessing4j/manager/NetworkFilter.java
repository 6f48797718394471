package io.github.multiprocessing4j.manager;

import java.io.ObjectInputFilter;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * What a class lets happen when it is read is its author's business; so none is read that nobody has named. Comparators, functions and the like of the JDK's are not among
 * the values: they run code.
 */
/** Which classes a server reads from the network: values of the JDK's, what the methods of its types take, and what was allowed besides. */
final class NetworkFilter implements ObjectInputFilter {
    /** Of which all are values. */
    private static final Set<String> VALUE_PACKAGES = Set.of("java.math", "java.time", "java.time.chrono");

    /** Those of {@code java.lang}. */
    private static final Set<String> LANG = Set.of(
            "Boolean",
            "Byte",
            "Character",
            "Short",
            "Integer",
            "Long",
            "Float",
            "Double",
            "Number",
            "String",
            "Object",
            "Enum",
            "Class",
            "Record");

    /** Those of {@code java.util}. */
    private static final Set<String> UTIL = Set.of(
            "AbstractList",
            "AbstractMap",
            "AbstractMap$SimpleEntry",
            "AbstractMap$SimpleImmutableEntry",
            "AbstractSet",
            "ArrayDeque",
            "ArrayList",
            "Arrays$ArrayList",
            "BitSet",
            "CollSer",
            "Collections$EmptyList",
            "Collections$EmptyMap",
            "Collections$EmptySet",
            "Collections$SingletonList",
            "Collections$SingletonMap",
            "Collections$SingletonSet",
            "Collections$UnmodifiableCollection",
            "Collections$UnmodifiableList",
            "Collections$UnmodifiableMap",
            "Collections$UnmodifiableRandomAccessList",
            "Collections$UnmodifiableSet",
            "Currency",
            "Date",
            "EnumMap",
            "EnumSet",
            "HashMap",
            "HashSet",
            "ImmutableCollections$List12",
            "ImmutableCollections$ListN",
            "ImmutableCollections$Map1",
            "ImmutableCollections$MapN",
            "ImmutableCollections$Set12",
            "ImmutableCollections$SetN",
            "ImmutableCollections$SubList",
            "KeyValueHolder",
            "LinkedHashMap",
            "LinkedHashSet",
            "LinkedList",
            "Locale",
            "Optional",
            "OptionalDouble",
            "OptionalInt",
            "OptionalLong",
            "PriorityQueue",
            "TreeMap",
            "TreeSet",
            "UUID");

    /** Of proxies, which name their server. */
    private static final Set<String> OTHERS = Set.of(
            "java.net.Inet4Address",
            "java.net.Inet6Address",
            "java.net.InetAddress",
            "java.net.InetSocketAddress",
            "java.net.SocketAddress",
            "java.net.URI",
            "java.net.UnixDomainSocketAddress",
            "java.util.Map$Entry");

    private final Set<String> allowed = new HashSet<>();

    /** @param more classes that are allowed besides */
    NetworkFilter(Registry registry, List<Class<?>> more) {
        for (Class<?> type : more) {
            allow(type);
        }
        for (ManagedType<?> type : registry.types()) {
            allowed.add(type.type().getName());
            allowed.add(type.proxyType().getName());
            for (Method method : type.proxyType().getMethods()) {
                for (Type parameter : method.getGenericParameterTypes()) {
                    allow(parameter);
                }
            }
        }
    }

    /** A type that a method takes, and what is in it. */
    private void allow(@Nullable Type type) {
        switch (type) {
            case Class<?> c when c.isArray() -> allow(c.getComponentType());
            case Class<?> c -> allowClass(c);
            case ParameterizedType p -> {
                allow(p.getRawType());
                List.of(p.getActualTypeArguments()).forEach(this::allow);
            }
            case GenericArrayType a -> allow(a.getGenericComponentType());
            case WildcardType w -> List.of(w.getUpperBounds()).forEach(this::allow);
            case null, default -> {} // a variable can be anything, and so nothing in particular
        }
    }

    private void allowClass(Class<?> type) {
        boolean someones = type.getClassLoader() != null && Serializable.class.isAssignableFrom(type);
        if (someones && !type.isInterface() && allowed.add(type.getName())) {
            allow(type.getSuperclass());
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
                    allow(field.getGenericType());
                }
            }
        }
    }

    @Override
    public Status checkInput(FilterInfo info) {
        Class<?> type = info.serialClass();
        if (type == null) {
            return Status.UNDECIDED; // sizes are held against those of the message
        }
        while (type.isArray()) {
            type = type.getComponentType();
        }
        return type.isPrimitive() || isAllowed(type) ? Status.ALLOWED : Status.REJECTED;
    }

    private boolean isAllowed(Class<?> type) {
        String name = type.getName();
        return allowed.contains(name) || isOfProtocol(type) || isValue(type.getPackageName(), name);
    }

    private static boolean isValue(String inPackage, String name) {
        String simple = name.substring(name.lastIndexOf('.') + 1);
        return switch (inPackage) {
            case "java.lang" -> LANG.contains(simple);
            case "java.util" -> UTIL.contains(simple);
            case String other -> VALUE_PACKAGES.contains(other) || OTHERS.contains(name);
        };
    }

    private static boolean isOfProtocol(Class<?> type) {
        return Request.class.isAssignableFrom(type)
                || type == Hello.class
                || type == ProxyForm.class
                || type == Access.class
                || type == Description.class
                || Proxy.isProxyClass(type) && BaseProxy.class.isAssignableFrom(type) // what becomes of a form
                || type == Request.Question.class;
    }
}
