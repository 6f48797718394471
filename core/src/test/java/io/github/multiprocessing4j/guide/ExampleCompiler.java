package io.github.multiprocessing4j.guide;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;

import com.sun.source.util.JavacTask;
import io.github.multiprocessing4j.guide.Example.Form;
import io.github.multiprocessing4j.testkit.LibraryJar;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/** Compiles examples, all of them at once. */
final class ExampleCompiler {
    private static final JavaCompiler JAVAC = ToolProvider.getSystemJavaCompiler();

    private static final Path MODULE = Page.ROOT.resolve("core/src/main/java/module-info.java");

    private static final Pattern EXPORTS = Pattern.compile("exports (\\S+);");

    private final Path classes;
    private final Set<String> types;

    /**
     * Has the classes written to a folder.
     *
     * @param classes the folder
     */
    ExampleCompiler(Path classes) throws IOException, URISyntaxException {
        this.classes = classes;
        this.types = publicTypes(LibraryJar.classes());
    }

    /** {@return what the compiler says is wrong, with page and line} */
    List<String> errors(List<Example> examples) throws IOException {
        Set<Source> notStatements = unparsable(sources(examples, Set.of()));
        Set<Example> members = notStatements.stream()
                .map(Source::example)
                .filter(example -> example.form() == Form.STATEMENTS)
                .collect(toSet());
        Set<Source> neither = unparsable(sources(List.copyOf(members), members));
        neither.forEach(source -> members.remove(source.example())); // the errors of statements are better to read

        var diagnostics = new DiagnosticCollector<JavaFileObject>();
        JavacTask task = task(sources(examples, members), diagnostics);
        task.call();
        return errors(diagnostics).map(ExampleCompiler::located).toList();
    }

    private List<Source> sources(List<Example> examples, Set<Example> members) {
        return examples.stream()
                .map(example -> Source.of(example, members.contains(example) ? Form.MEMBERS : example.form(), types))
                .toList();
    }

    private Set<Source> unparsable(List<Source> sources) throws IOException {
        if (sources.isEmpty()) {
            return Set.of();
        }
        var diagnostics = new DiagnosticCollector<JavaFileObject>();
        task(sources, diagnostics).parse();
        return errors(diagnostics).map(error -> (Source) error.getSource()).collect(toSet());
    }

    private JavacTask task(List<Source> sources, DiagnosticCollector<JavaFileObject> diagnostics) {
        var options = List.of(
                "-proc:none", "-nowarn", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
        return (JavacTask) JAVAC.getTask(null, null, diagnostics, options, null, sources);
    }

    private static Stream<Diagnostic<? extends JavaFileObject>> errors(DiagnosticCollector<JavaFileObject> collector) {
        return collector.getDiagnostics().stream().filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR);
    }

    private static String located(Diagnostic<? extends JavaFileObject> error) {
        return error.getSource() instanceof Source source ? source.locate(error) : error.toString();
    }

    private static Set<String> publicTypes(Path library) throws IOException {
        var types = new TreeSet<String>();
        for (MatchResult export :
                EXPORTS.matcher(Files.readString(MODULE)).results().toList()) {
            types.addAll(publicTypes(library, export.group(1)));
        }
        return types;
    }

    private static Set<String> publicTypes(Path library, String packageName) throws IOException {
        try (Stream<Path> files = Files.list(library.resolve(packageName.replace('.', '/')))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.contains("$") && !name.contains("-"))
                    .map(name -> packageName + "." + name.replace(".class", ""))
                    .filter(ExampleCompiler::isPublic)
                    .collect(toCollection(TreeSet::new));
        }
    }

    private static boolean isPublic(String name) {
        try {
            return Modifier.isPublic(Class.forName(name, false, ExampleCompiler.class.getClassLoader())
                    .getModifiers());
        } catch (ClassNotFoundException e) {
            throw new LinkageError("a class of the library", e);
        }
    }
}
