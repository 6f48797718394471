package io.github.multiprocessing4j.guide;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;

/** The library's source as the compiler has parsed it, with what is found in it by name: it is not attributed, which would take as long as compiling it. */
final class SourceCode {
    private final List<CompilationUnitTree> files = new ArrayList<>();

    private final Map<String, List<TreePath>> methods = new HashMap<>();

    private final Map<String, List<TreePath>> calls = new HashMap<>();

    private final Map<String, List<TreePath>> assignments = new HashMap<>();

    private SourceCode() {}

    static SourceCode of(Path directory) throws IOException {
        SourceCode source = new SourceCode();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null);
                var paths = Files.walk(directory)) {
            var sources = paths.filter(p -> p.toString().endsWith(".java") && !p.endsWith("module-info.java"))
                    .sorted()
                    .toList();
            var task = compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
            ((JavacTask) task).parse().forEach(source.files::add);
        }
        source.files.forEach(file -> source.new Index().scan(file, null));
        return source;
    }

    List<CompilationUnitTree> files() {
        return files;
    }

    /** {@return the methods of that name with so many parameters, in any class} */
    List<TreePath> methods(String name, int parameters) {
        return methods.getOrDefault(name + "/" + parameters, List.of());
    }

    /** {@return where methods of that name, or constructors of {@code new Name}, are called with so many arguments} */
    List<TreePath> calls(String name, int arguments) {
        return calls.getOrDefault(name + "/" + arguments, List.of());
    }

    /** {@return where a variable of that name gets a value in that file, its declaration aside} */
    List<TreePath> assignments(CompilationUnitTree file, String variable) {
        return assignments.getOrDefault(variable, List.of()).stream()
                .filter(path -> path.getCompilationUnit() == file)
                .toList();
    }

    /** {@return as {@code codec/Gate}} */
    static String name(CompilationUnitTree file) {
        return file.getSourceFile()
                .getName()
                .replaceAll(".*multiprocessing4j/", "")
                .replace(".java", "");
    }

    static String name(MethodInvocationTree call) {
        return call.getMethodSelect() instanceof MemberSelectTree select
                ? select.getIdentifier().toString()
                : call.getMethodSelect().toString();
    }

    static String name(NewClassTree creation) {
        String type = creation.getIdentifier().toString().replaceFirst("<.*", "");
        return type.substring(type.lastIndexOf('.') + 1);
    }

    /** {@return what a method is called on, as it is written; empty if nothing} */
    static String receiver(Tree call) {
        return call instanceof MethodInvocationTree invocation
                        && invocation.getMethodSelect() instanceof MemberSelectTree select
                ? select.getExpression().toString()
                : "";
    }

    static List<? extends ExpressionTree> arguments(Tree call) {
        return call instanceof NewClassTree creation
                ? creation.getArguments()
                : ((MethodInvocationTree) call).getArguments();
    }

    static ClassTree classAround(TreePath path) {
        for (TreePath at = path; ; at = at.getParentPath()) {
            if (at.getLeaf() instanceof ClassTree found) {
                return found;
            }
        }
    }

    private final class Index extends TreePathScanner<Void, Void> {
        @Override
        public Void visitMethod(MethodTree method, Void none) {
            add(methods, method.getName() + "/" + method.getParameters().size());
            return super.visitMethod(method, none);
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void none) {
            add(calls, name(call) + "/" + call.getArguments().size());
            return super.visitMethodInvocation(call, none);
        }

        @Override
        public Void visitNewClass(NewClassTree creation, Void none) {
            add(calls, "new " + name(creation) + "/" + creation.getArguments().size());
            return super.visitNewClass(creation, none);
        }

        @Override
        public Void visitAssignment(AssignmentTree assignment, Void none) {
            add(assignments, assignment.getVariable().toString().replaceFirst("^this\\.", ""));
            return super.visitAssignment(assignment, none);
        }

        private void add(Map<String, List<TreePath>> found, String key) {
            found.computeIfAbsent(key, _ -> new ArrayList<>()).add(getCurrentPath());
        }
    }
}
