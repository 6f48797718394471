package io.github.multiprocessing4j.guide;

import static java.util.stream.Collectors.joining;

import io.github.multiprocessing4j.guide.Example.Form;
import java.net.URI;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.SimpleJavaFileObject;

/** An example in the form in which the compiler takes it. */
final class Source extends SimpleJavaFileObject {
    private static final Pattern IMPORT = Pattern.compile("^import .*;$", Pattern.MULTILINE);

    private static final Pattern SIMPLE_NAME = Pattern.compile("(\\w+);$");

    private static final String JDK = "import module java.base; import static java.time.Duration.*; ";

    private final Example example;
    private final String text;
    private final int linesBefore;

    private Source(Example example, String path, String before, String code, String after) {
        super(URI.create("string:///" + path + ".java"), Kind.SOURCE);
        this.example = example;
        this.text = before + code + after;
        this.linesBefore = (int) before.chars().filter(c -> c == '\n').count();
    }

    /**
     * {@return an example as a source}
     *
     * @param types the names of all public types of the library
     */
    static Source of(Example example, Form form, Set<String> types) {
        String name = example.name();
        String code = example.code();
        return switch (form) {
            case COMPACT_FILE -> new Source(example, name, "", code, "");
            case CLASS_FILE ->
                new Source(example, name + "/" + example.declaredClass(), "package " + name + "; ", code, "");
            case STATEMENTS -> inClass(example, types, "void main(String[] args) throws Exception {\n", code, "}\n}\n");
            case MEMBERS -> inClass(example, types, "", code, "}\n");
        };
    }

    /** Imports of the block stay where they are in the text as empty lines, so that lines keep their numbers. */
    private static Source inClass(Example example, Set<String> types, String method, String code, String after) {
        var own = IMPORT.matcher(code).results().map(MatchResult::group).toList();
        var shadowed = own.stream()
                .flatMap(line -> SIMPLE_NAME.matcher(line).results().map(found -> found.group(1)))
                .toList();
        String imports = Stream.concat(
                        own.stream(),
                        types.stream()
                                .filter(type -> !shadowed.contains(type.substring(type.lastIndexOf('.') + 1)))
                                .map(type -> "import " + type + ";"))
                .collect(joining(" "));
        String before = JDK + imports + "\nclass " + example.name() + " {\n" + example.given() + "\n" + method;
        return new Source(example, example.name(), before, IMPORT.matcher(code).replaceAll(""), after);
    }

    Example example() {
        return example;
    }

    /** {@return what the compiler says of it, with the page's line} */
    String locate(Diagnostic<?> diagnostic) {
        long line = diagnostic.getLineNumber() - linesBefore;
        String where = line > 0 ? example.file() + ":" + (example.line() + line - 1) : example + " (what is given)";
        return where + ": " + diagnostic.getMessage(null);
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
    }
}
