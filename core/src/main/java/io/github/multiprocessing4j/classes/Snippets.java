package io.github.multiprocessing4j.classes;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * JShell makes a class of every snippet, and a static field of it of every variable. In another process such a class is loaded anew, and its
 * fields are 0: code that reads them would go on with that. So whoever sends such code sends the values along. Which, is read from the code: from
 * the instructions of the method that is sent, and of those of other snippets that it calls. Of a class that a snippet declares all methods
 * count, since which of them are called can't be read.
 *
 * A pool, say, is such a variable too, and can't be sent: it must not count because the method that calls it is in the same class.
 */
/** What code of JShell's snippets needs besides itself: the values of the variables that it uses. */
public final class Snippets {
    /** JShell's, which puts all its classes there. */
    private static final String PREFIX = "REPL/$JShell$";

    private static final String BINARY_PREFIX = PREFIX.replace('/', '.');

    /** By owner and name, in the order in which they were found. */
    private final Map<String, Field> variables = new LinkedHashMap<>();

    private final Set<Method> seen = new HashSet<>();

    private final ArrayDeque<Method> open = new ArrayDeque<>();

    private final Map<String, @Nullable ClassModel> models = new HashMap<>();

    /** Of the classes that were looked into, by their binary names. */
    private final Map<String, byte[]> classFiles = new LinkedHashMap<>();

    private final @Nullable ClassLoader loader;

    /** A method of a snippet; all of a class if it has no name. Names of classes are internal ones. */
    private record Method(String owner, String name, String type) {}

    private Snippets(@Nullable ClassLoader loader) {
        this.loader = loader;
    }

    /**
     * What code of snippets needs.
     *
     * @param variables that it uses, itself or by what it calls
     * @param versions of the snippets that it consists of, by the binary names of their classes
     */
    public record Needs(Collection<Field> variables, Map<String, Long> versions) {}

    /**
     * {@return whether a class is one of JShell's}
     *
     * @param binaryName its name, with dots
     */
    public static boolean hasClass(String binaryName) {
        return binaryName.startsWith(BINARY_PREFIX);
    }

    /**
     * {@return whether a class is one that a snippet declares, rather than being it}
     *
     * @param binaryName its name, with dots
     */
    public static boolean declares(String binaryName) {
        return isDeclared(binaryName.replace('.', '/'));
    }

    /**
     * {@return whether a class is one of JShell's}
     *
     * @param internalName its name, with slashes
     */
    public static boolean has(String internalName) {
        return internalName.startsWith(PREFIX);
    }

    /**
     * {@return what a method needs, itself or by what it calls, or a class if the method has no name}
     *
     * @param owner the method's class, with slashes
     * @param name its name
     * @param type its descriptor
     * @param calledAs its descriptor as its caller sees it, which may name more classes
     * @param loader who has loaded its class
     */
    public static Needs needsOf(String owner, String name, String type, String calledAs, @Nullable ClassLoader loader) {
        Snippets snippets = new Snippets(loader);
        snippets.reach(owner, name, type);
        snippets.reachNamed(type.concat(calledAs));
        while (!snippets.open.isEmpty()) {
            snippets.visit(snippets.open.remove());
        }
        return new Needs(snippets.variables.values(), SnippetVersions.of(snippets.classFiles));
    }

    private void reach(String owner, String name, String type) {
        if (has(owner)) {
            Method method = isDeclared(owner) ? new Method(owner, "", "") : new Method(owner, name, type);
            if (seen.add(method)) {
                open.add(method);
            }
        }
    }

    /** What is handed to it may be an object of such a class. */
    private void reachNamed(String descriptors) {
        for (int at = descriptors.indexOf(PREFIX); at >= 0; at = descriptors.indexOf(PREFIX, at + 1)) {
            reach(descriptors.substring(at, descriptors.indexOf(';', at)), "", "");
        }
    }

    /** {@return whether a snippet declares this class, rather than being it} */
    private static boolean isDeclared(String internalName) {
        return has(internalName) && internalName.indexOf('$', PREFIX.length()) >= 0;
    }

    private void visit(Method wanted) {
        ClassModel model = models.computeIfAbsent(wanted.owner, this::parse);
        if (model == null) {
            return;
        }
        model.superclass().ifPresent(type -> reach(type.asInternalName(), "", ""));
        model.interfaces().forEach(type -> reach(type.asInternalName(), "", "")); // which may have code, too
        for (MethodModel method : model.methods()) {
            boolean isWanted = wanted.name.isEmpty()
                    || method.methodName().equalsString(wanted.name)
                            && method.methodType().equalsString(wanted.type);
            if (isWanted && method.code().isPresent()) {
                method.code().get().forEach(this::visit);
            }
        }
    }

    private @Nullable ClassModel parse(String internalName) {
        Class<?> type = SeenLoaders.find(internalName.replace('/', '.'), loader);
        byte[] bytes = type == null ? null : ClassBytes.of(type);
        if (bytes == null) {
            return null;
        }
        classFiles.put(internalName.replace('/', '.'), bytes);
        return ClassFile.of().parse(bytes);
    }

    private void visit(CodeElement element) {
        switch (element) {
            case FieldInstruction field ->
                use(field.owner().asInternalName(), field.name().stringValue());
            case InvokeInstruction call ->
                reach(
                        call.owner().asInternalName(),
                        call.name().stringValue(),
                        call.type().stringValue());
            case NewObjectInstruction made -> reach(made.className().asInternalName(), "", "");
            case InvokeDynamicInstruction dynamic -> dynamic.bootstrapArgs().forEach(this::visit);
            case ConstantInstruction.LoadConstantInstruction constant -> visit(constant.constantValue());
            default -> {}
        }
    }

    private void visit(ConstantDesc constant) {
        if (constant instanceof DirectMethodHandleDesc handle) {
            String owner = handle.owner().descriptorString();
            reach(owner.substring(1, owner.length() - 1), handle.methodName(), handle.lookupDescriptor());
        } else if (constant instanceof ClassDesc type) {
            reachNamed(type.descriptorString());
        }
    }

    private void use(String owner, String name) {
        if (isDeclared(owner)) {
            reach(owner, "", ""); // its initializer runs in the other process
        }
        if (has(owner) && !isDeclared(owner) && !variables.containsKey(owner.concat(name))) {
            Class<?> type = SeenLoaders.find(owner.replace('/', '.'), loader);
            try {
                Field field = type == null ? null : type.getField(name);
                if (field != null && Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true); // the class is not public
                    variables.put(owner.concat(name), field);
                }
            } catch (NoSuchFieldException e) {
                // it is no variable of the user's, which all are public
            }
        }
    }
}
