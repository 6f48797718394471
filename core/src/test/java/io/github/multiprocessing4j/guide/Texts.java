package io.github.multiprocessing4j.guide;

import static io.github.multiprocessing4j.guide.Message.HOLE;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.YieldTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which texts an expression can be, with holes for what can't be told from the source. Literals are joined, branches
 * followed; a variable is what it is set to; a parameter is what callers give; a method is what it returns.
 */
final class Texts {
    private static final Set<String> UNKNOWN = Set.of(HOLE);

    private static final int FEW = 16;

    private final SourceCode source;

    /** What is being looked at: it may lead to itself. */
    private final Set<Tree> open = new HashSet<>();

    Texts(SourceCode source) {
        this.source = source;
    }

    Set<String> of(TreePath at, Tree expression) {
        if (!open.add(expression)) {
            return UNKNOWN;
        }
        try {
            Set<String> found = find(at, expression);
            return found.isEmpty() ? UNKNOWN : found;
        } finally {
            open.remove(expression);
        }
    }

    private Set<String> find(TreePath at, Tree expression) {
        return switch (expression) {
            case LiteralTree literal -> literalText(literal.getValue());
            case ParenthesizedTree inner -> of(at, inner.getExpression());
            case BinaryTree sum
            when sum.getKind() == Tree.Kind.PLUS -> joined(at, sum.getLeftOperand(), sum.getRightOperand());
            case ConditionalExpressionTree choice ->
                all(Stream.of(choice.getTrueExpression(), choice.getFalseExpression())
                        .map(branch -> of(at, branch)));
            case SwitchExpressionTree choice -> yielded(at, choice);
            case LambdaExpressionTree lambda -> of(at, lambda.getBody());
            case MethodInvocationTree call -> ofCall(at, call);
            case IdentifierTree variable -> ofVariable(at, variable.getName().toString());
            default -> UNKNOWN;
        };
    }

    private static Set<String> literalText(@Nullable Object value) {
        return value instanceof String || value instanceof Character ? Set.of(value.toString()) : UNKNOWN;
    }

    private static Set<String> all(Stream<Set<String>> sets) {
        return sets.collect(LinkedHashSet::new, Set::addAll, Set::addAll);
    }

    private Set<String> joined(TreePath at, Tree left, Tree right) {
        Set<String> ends = fewOf(at, right);
        Set<String> starts = left instanceof BinaryTree ? of(at, left) : fewOf(at, left);
        return all(starts.stream().map(start -> {
            Set<String> whole = new LinkedHashSet<>();
            ends.forEach(end -> whole.add((start + end).replaceAll(HOLE + "+", HOLE)));
            return whole;
        }));
    }

    /** A part of a longer text. If it can be any of many, as the system's errors, they are not told apart. */
    private Set<String> fewOf(TreePath at, Tree part) {
        Set<String> found = of(at, part);
        return found.size() > FEW ? UNKNOWN : found;
    }

    private Set<String> ofCall(TreePath at, MethodInvocationTree call) {
        if (call.getMethodSelect() instanceof MemberSelectTree select) {
            switch (SourceCode.name(call)) {
                case "concat" -> {
                    return joined(
                            at, select.getExpression(), call.getArguments().getFirst());
                }
                case "formatted" -> {
                    return all(of(at, select.getExpression()).stream()
                            .map(text -> Set.of(text.replaceAll("%[-\\d.,]*[sdx]", HOLE))));
                }
                default -> {}
            }
        }
        return all(meant(at, call)
                .filter(path -> path.getLeaf() instanceof MethodTree method
                        && String.valueOf(method.getReturnType()).endsWith("String"))
                .map(this::returned));
    }

    /** Methods of the class that is named, or of this file; what is called on an object may be of any class. */
    private Stream<TreePath> meant(TreePath at, MethodInvocationTree call) {
        var named = source.methods(SourceCode.name(call), call.getArguments().size()).stream();
        String receiver = SourceCode.receiver(call);
        return named.filter(path -> receiver.isEmpty()
                ? path.getCompilationUnit() == at.getCompilationUnit()
                : SourceCode.name(path.getCompilationUnit()).endsWith("/" + receiver));
    }

    private Set<String> returned(TreePath method) {
        Set<String> found = new LinkedHashSet<>();
        new TreePathScanner<Void, Void>() {
            @Override
            public Void visitReturn(ReturnTree statement, Void none) {
                found.addAll(of(getCurrentPath(), statement.getExpression()));
                return null;
            }

            @Override
            public Void visitLambdaExpression(LambdaExpressionTree lambda, Void none) {
                return null;
            }
        }.scan(method, null);
        return found;
    }

    private Set<String> yielded(TreePath at, SwitchExpressionTree choice) {
        Set<String> found = new LinkedHashSet<>();
        for (var branch : choice.getCases()) {
            if (branch.getBody() instanceof ExpressionTree value) {
                found.addAll(of(at, value));
            }
        }
        new TreePathScanner<Void, Void>() {
            @Override
            public Void visitYield(YieldTree statement, Void none) {
                found.addAll(of(at, statement.getValue()));
                return null;
            }
        }.scan(new TreePath(at, choice), null);
        return found;
    }

    private Set<String> ofVariable(TreePath at, String name) {
        Set<String> found = new LinkedHashSet<>();
        for (TreePath declaration : declarations(at, name)) {
            VariableTree variable = (VariableTree) declaration.getLeaf();
            if (variable.getInitializer() != null) {
                found.addAll(of(declaration, variable.getInitializer()));
            } else if (declaration.getParentPath().getLeaf() instanceof MethodTree method) {
                found.addAll(given(declaration, method, variable));
            }
            for (TreePath path : source.assignments(at.getCompilationUnit(), name)) {
                found.addAll(of(path, ((AssignmentTree) path.getLeaf()).getExpression()));
            }
        }
        return found;
    }

    private Set<String> given(TreePath declaration, MethodTree method, VariableTree parameter) {
        if (!String.valueOf(parameter.getType()).matches(".*(String|Object|Supplier<String>)")) {
            return UNKNOWN;
        }
        int count = method.getParameters().size();
        String owner = SourceCode.classAround(declaration).getSimpleName().toString();
        if (owner.endsWith("Exception")) {
            return UNKNOWN; // whoever creates it is looked at
        }
        boolean constructor = method.getName().contentEquals("<init>");
        String name = constructor ? "new " + owner : method.getName().toString();
        boolean only = constructor || source.methods(name, count).size() == 1;
        int index = method.getParameters().indexOf(parameter);
        return all(source.calls(name, count).stream()
                .filter(call -> only
                        || call.getCompilationUnit() == declaration.getCompilationUnit()
                        || SourceCode.receiver(call.getLeaf()).equals(owner))
                .map(call -> of(call, SourceCode.arguments(call.getLeaf()).get(index))));
    }

    /** The declarations in the innermost lambda, method or class around that has any. */
    private static List<TreePath> declarations(TreePath at, String name) {
        for (TreePath around = at; around != null; around = around.getParentPath()) {
            Tree scope = around.getLeaf();
            if (scope instanceof MethodTree || scope instanceof ClassTree || scope instanceof LambdaExpressionTree) {
                var found = new Declarations(scope, name);
                found.scan(around, null);
                if (!found.paths.isEmpty()) {
                    return found.paths;
                }
            }
        }
        return List.of();
    }

    private static final class Declarations extends TreePathScanner<Void, Void> {
        private final Tree scope;
        private final String name;
        final List<TreePath> paths = new ArrayList<>();

        Declarations(Tree scope, String name) {
            this.scope = scope;
            this.name = name;
        }

        @Override
        public Void visitVariable(VariableTree variable, Void none) {
            if (variable.getName().contentEquals(name)) {
                paths.add(getCurrentPath());
            }
            return super.visitVariable(variable, none);
        }

        @Override
        public Void visitMethod(MethodTree method, Void none) {
            return method == scope || !(scope instanceof ClassTree) ? super.visitMethod(method, none) : null;
        }

        @Override
        public Void visitClass(ClassTree inner, Void none) {
            return inner == scope ? super.visitClass(inner, none) : null;
        }
    }
}
