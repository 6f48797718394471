package io.github.multiprocessing4j.guide;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.util.TreePathScanner;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The messages of all exceptions that the library creates, of its exceptions' own constructors, and of what it logs as
 * a warning or an error. Those without a text of their own, which pass on what another one says, are not among them.
 */
final class SourceMessages extends TreePathScanner<Void, Void> {
    private final Texts texts;
    private final Set<Message> found = new LinkedHashSet<>();

    private SourceMessages(SourceCode source) {
        texts = new Texts(source);
    }

    static Set<Message> of(SourceCode source) {
        var messages = new SourceMessages(source);
        source.files().forEach(file -> messages.scan(file, null));
        return messages.found;
    }

    @Override
    public Void visitNewClass(NewClassTree creation, Void none) {
        if (SourceCode.name(creation).matches(".*(Exception|Error|Throwable)")) {
            add(creation.getArguments());
        }
        return super.visitNewClass(creation, none);
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree call, Void none) {
        var arguments = call.getArguments();
        if (SourceCode.name(call).equals("super") && isException()) {
            add(arguments);
        } else if (SourceCode.name(call).equals("log") && arguments.size() > 1 && isLoud(arguments.getFirst())) {
            add(List.of(arguments.get(1)));
        }
        return super.visitMethodInvocation(call, none);
    }

    private boolean isException() {
        var parent = SourceCode.classAround(getCurrentPath()).getExtendsClause();
        return parent != null && parent.toString().matches(".*(Exception|Error)");
    }

    /** A level that is worked out elsewhere may be any. */
    private static boolean isLoud(ExpressionTree level) {
        return level instanceof IdentifierTree || level.toString().matches("(?s).*(WARNING|ERROR).*");
    }

    private void add(List<? extends ExpressionTree> arguments) {
        String owner = SourceCode.name(getCurrentPath().getCompilationUnit());
        for (var argument : arguments) {
            for (String text : texts.of(getCurrentPath(), argument)) {
                String message = text.replaceAll("\\{\\d}", Message.HOLE).replace("''", "'");
                if (Message.isTelling(message)) {
                    found.add(new Message(owner, message));
                }
            }
        }
    }
}
