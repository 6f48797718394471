package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.failure.SerializationException;
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
            "AbstractCollection",
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
            "Collections$ReverseComparator",
            "Collections$CopiesList",
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
            "Comparators$NaturalOrderComparator",
            "Currency",
            "Date",
            "EnumMap",
            "EnumSet",
            "EnumSet$SerializationProxy",
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

    /** @param more classes that are allowed besides; each {@linkplain #requireReadable can be} */
    NetworkFilter(Registry registry, List<Class<?>> more) {
        for (Class<?> type : more) {
            allowed.add(type.getName());
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
        if (type.isSealed()) {
            List.of(type.getPermittedSubclasses()).forEach(this::allowClass);
        }
        if (type.isInterface() || !Serializable.class.isAssignableFrom(type)) {
            return;
        }
        if (type.getClassLoader() == null) {
            if (!Modifier.isAbstract(type.getModifiers())) {
                allowed.add(type.getName()); // what is in it, if it is no value, its user has to allow
            }
        } else if (allowed.add(type.getName())) {
            allow(type.getSuperclass());
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
                    allow(field.getGenericType());
                }
            }
        }
    }

    /** Somebody wants a class to be read. Throws an {@link IllegalArgumentException} if there can be no objects of it, or they can't be sent. */
    static void requireReadable(Class<?> type) {
        boolean named = type.isSealed();
        if (!named && (type.isInterface() || Modifier.isAbstract(type.getModifiers()) && !type.isEnum())) {
            throw new IllegalArgumentException(
                    "objects of " + type.getName() + " are of other classes: allow those, one by one");
        } else if (!named && !Serializable.class.isAssignableFrom(type)) {
            throw new IllegalArgumentException(type.getName() + " is not serializable, so there is nothing to read");
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
        if (type.isPrimitive() || isAllowed(type)) {
            return Status.ALLOWED;
        }
        throw refusal(type);
    }

    /** Of code, the codec asks for the class that it is in, which hardly ever serializes itself. */
    private static SerializationException refusal(Class<?> type) {
        boolean value = Serializable.class.isAssignableFrom(type);
        return new SerializationException(
                "this manager's server reads no "
                        + (value
                                ? type.getName()
                                        + " from the network: let ManagerBuilder.allow allow it there, or do not send"
                                        + " it"
                                : "code from the network, such as a lambda of " + type.getName()
                                        + ": what is to be executed there has to be a method of a type of its"),
                null);
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
