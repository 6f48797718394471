package io.github.multiprocessing4j.guide;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of Java on a page.
 *
 * @param file the page
 * @param line the page's line on which the code begins
 * @param given the declarations that a comment before the block has for it
 * @param code what is in the block
 * @param output what it prints, if the page says so
 */
record Example(Path file, int line, String given, String code, Optional<String> output) {
    private static final Pattern COMPACT_MAIN = Pattern.compile("^(public )?(static )?void main\\(", Pattern.MULTILINE);

    private static final Pattern CLASS_WITH_MAIN = Pattern.compile(
            "^(?:public |final )*class (?<name>\\w+)[\\s\\S]*^\\s+(public )?static void main\\(", Pattern.MULTILINE);

    /** What a block is made into. */
    enum Form {
        /** A file for the compiler as it stands, which begins at {@code void main(...)}. */
        COMPACT_FILE,
        /** A file with a class that has a method {@code main}. */
        CLASS_FILE,
        /** What a method consists of. */
        STATEMENTS,
        /** What a class consists of. */
        MEMBERS
    }

    /** {@return this example with an output} */
    Example printing(String text) {
        return new Example(file, line, given, code, Optional.of(text));
    }

    /** {@return its form, which is statements unless the code shows it} */
    Form form() {
        if (COMPACT_MAIN.matcher(code).find()) {
            return Form.COMPACT_FILE;
        }
        return CLASS_WITH_MAIN.matcher(code).find() ? Form.CLASS_FILE : Form.STATEMENTS;
    }

    /** {@return a name for what is made of it: no other example has it} */
    String name() {
        return file.toString().replaceFirst("\\.md$", "").replaceAll("\\W", "_") + "_" + line;
    }

    /** {@return the name of the class that has the method {@code main}} */
    String mainClass() {
        return form() == Form.CLASS_FILE ? name() + "." + declaredClass() : name();
    }

    /** {@return the name of the class in a class file} */
    String declaredClass() {
        Matcher declaration = CLASS_WITH_MAIN.matcher(code);
        if (!declaration.find()) {
            throw new IllegalStateException("no class with a main method: " + this);
        }
        return declaration.group("name");
    }

    @Override
    public String toString() {
        return file + ":" + line;
    }
}
