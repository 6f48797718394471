package io.github.multiprocessing4j.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Snippets of JShell's run in other processes, with the values that its variables have. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JShellTest {
    @TempDir
    Path folder;

    private @Nullable JShell shell;

    /** What a session begins with. */
    private static final List<String> START = List.of(
            "import java.util.*;",
            "import io.github.multiprocessing4j.pool.*;",
            "import io.github.multiprocessing4j.function.*;",
            "import io.github.multiprocessing4j.process.*;",
            "var pool = Pool.create(1);");

    @BeforeAll
    void open() {
        JShell opened =
                JShell.builder().executionEngine("local").build(); // the other one leaves a socket to the collector
        shell = opened;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            opened.addToClasspath(entry);
        }
        START.forEach(this::run);
        run("pool.apply(() -> 1)"); // its worker is there
    }

    @AfterAll
    void close() {
        JShell open = shell;
        if (open != null) {
            run("pool.close();");
            open.close();
        }
    }

    /** {@return the value of the last snippet} */
    private String run(String... snippets) {
        String value = "";
        for (String snippet : snippets) {
            SnippetEvent event = event(snippet);
            if (event.exception() != null) {
                throw new AssertionError(snippet + " has thrown " + text(event), event.exception());
            }
            value = String.valueOf(event.value());
        }
        return value;
    }

    private SnippetEvent event(String snippet) {
        JShell open = shell;
        assertTrue(open != null, "the shell is open");
        SnippetEvent event = open.eval(snippet).getFirst();
        assertEquals(
                Snippet.Status.VALID,
                event.status(),
                () -> snippet + ": " + open.diagnostics(event.snippet()).toList());
        return event;
    }

    private static String text(SnippetEvent event) {
        Throwable thrown = event.exception();
        return thrown instanceof EvalException e
                ? e.getExceptionClassName() + ": " + e.getMessage()
                : String.valueOf(thrown);
    }

    private String thrown(String snippet) {
        SnippetEvent event = event(snippet);
        assertTrue(event.exception() != null, () -> snippet + " gives " + event.value());
        return text(event);
    }

    @Test
    void aLambda() {
        assertEquals("[1, 4, 9]", run("pool.map(x -> x * x, List.of(1, 2, 3))"));
    }

    @Test
    void aVariableAsItIsNow() {
        assertEquals("[5, 10]", run("int n = 5;", "pool.map(x -> x * n, List.of(1, 2))"));
        assertEquals("[6, 12]", run("n = 6;", "pool.map(x -> x * n, List.of(1, 2))"), "and not as it was");
    }

    @Test
    void aMethodAndWhatItUses() {
        run("int offset = 1;", "int next(int x) { return x + offset; }");
        run("int twice(int x) { return next(next(x)); }", "offset = 10;");
        assertEquals("[21, 22]", run("pool.map(x -> twice(x), List.of(1, 2))"));
    }

    @Test
    void aRecordAClassAndAnEnum() {
        run("int unit = 3;");
        run("record Length(int number) implements java.io.Serializable { int total() { return number * unit; } }");
        run("class Box implements java.io.Serializable { Length side; Box(Length s) { side = s; }"
                + " public String toString() { return \"Box of \" + side.total(); } }");
        run("enum Step { ONE { int by() { return unit; } }; abstract int by(); }");
        assertEquals("[Box of 6]", run("pool.map(x -> new Box(new Length(x)), List.of(2))"));
        run("unit = 4;");
        assertEquals("[8]", run("pool.map(Length::total, List.of(new Length(2)))"));
        assertEquals("[4]", run("pool.map(Step::by, List.of(Step.ONE))"));
    }

    /** Nothing in the code that is sent says that it reads a variable; what it is called with does. */
    @Test
    void anObjectWhoseMethodUsesOne() {
        run("int hidden = 1;");
        run("class Shown implements java.io.Serializable { public String toString() { return \"shown \" + hidden; } }");
        run("record Seen(int x) implements java.io.Serializable { public String toString() { return \"seen \" +"
                + " hidden; } }");
        assertEquals("[shown 1, seen 1]", run("pool.map(String::valueOf, List.of(new Shown(), new Seen(1)))"));
        run("hidden = 2;");
        assertEquals("[shown 2, seen 2]", run("pool.map(String::valueOf, List.of(new Shown(), new Seen(1)))"));
    }

    /** Of each variable it is the first time that the worker hears. */
    @Test
    void whatAClassReadsWhereItsCallerDoesNotSayIt() {
        run("int inDefault = 5;");
        run("interface Named { int id(); default String label() { return inDefault + \"-\" + id(); } }");
        run("record Tag(int id) implements Named, java.io.Serializable {}");
        assertEquals("[5-1]", run("pool.map(p -> p.label(), List.of(new Tag(1)))"));
        run("int inInitializer = 7;", "class Fixed { static int TWICE = inInitializer * 2; }");
        assertEquals("[15]", run("pool.map(x -> x + Fixed.TWICE, List.of(1))"));
        run("int inEnum = 9;", "enum Only { ONE; int by = inEnum; }");
        assertEquals("9", run("pool.apply(() -> Only.ONE.by)"));
        run("int inConstant = 11;", "interface Constants { int VALUE = inConstant + 1; }");
        assertEquals("12", run("pool.apply(() -> Constants.VALUE)"));
    }

    @Test
    void anObjectInAVariable() {
        run("class Node implements java.io.Serializable { int v = 3; int sum() { return v; } }");
        run("Node root = new Node();", "root.v = 4;");
        assertEquals("4", run("pool.apply(() -> root.sum())"));
    }

    @Test
    void aLambdaThatCallsItself() {
        run("RemoteFunction<Integer, Integer> factorial = k -> k < 2 ? 1 : k * factorial.apply(k - 1);");
        assertEquals("[1, 2, 120]", run("pool.map(factorial, List.of(1, 2, 5))"));
    }

    @Test
    void aVariableThatCanNotBeSentIsNamed() {
        String said = thrown("pool.map(x -> pool.hashCode(), List.of(1))");
        assertTrue(said.contains("SerializationException"), said);
        assertTrue(said.contains("the value of the variable pool, which it uses"), said);
    }

    @Test
    void whatAWorkerDoesToAVariableStaysThere() {
        run("var list = new ArrayList<Integer>(List.of(7));");
        assertEquals("[2, 2]", run("pool.map(x -> { list.add(x); return list.size(); }, List.of(1, 2), 1)"));
        assertEquals("[7]", run("list"));
    }

    @Test
    void aLambdaThatComesBackChangesNothing() {
        run("int mine = 1;", "RemoteFunction<Integer, Integer> adds = x -> x + mine;");
        run("var back = pool.applyAsync(() -> adds);", "mine = 100;");
        assertEquals("101", run("((RemoteFunction<Integer, Integer>) back.get()).apply(1)"));
        assertEquals("100", run("mine"));
    }

    @Test
    void anError() {
        String said = thrown(
                "pool.map(x -> { if (true) throw new IllegalStateException(\"bad \" + x); return 1; }, List.of(1))");
        assertTrue(said.contains("java.lang.IllegalStateException: bad 1"), said);
    }

    @Test
    void aProcess() {
        run("int code = 3;", "var p = ChildProcess.start(() -> System.exit(code));", "p.join();");
        assertEquals("exited with code 3", run("p.exitStatus()"));
    }

    /** JShell gives other code to classes that keep their names, which a JVM that has the former can't do. */
    @Test
    void whatWasDeclaredAnewInTheTool() throws Exception {
        assertEquals(
                """
                [5, 10] 11 [R5]
                [2, 3] 22 [R2]
                [2, 3] [R2]
                [101, 102] [R101]\
                """,
                tool(
                        StartMethod.getDefault(),
                        "int f(int x) { return x * 5; }",
                        "class A { static int g() { return 1; } int h() { return 10; } }",
                        "record R(int v) implements java.io.Serializable { public String toString() { return \"R\" +"
                                + " f(v); } }",
                        "System.out.print(pool.map(x -> f(x), List.of(1, 2)) + \" \")",
                        "System.out.print(pool.apply(() -> A.g() + new A().h()) + \" \")",
                        "System.out.println(pool.map(String::valueOf, List.of(new R(1))))",
                        "int f(int x) { return x + 1; }",
                        "class A { static int g() { return 2; } int h() { return 20; } }",
                        "System.out.print(pool.map(x -> f(x), List.of(1, 2)) + \" \")",
                        "System.out.print(pool.apply(() -> A.g() + new A().h()) + \" \")",
                        "System.out.println(pool.map(String::valueOf, List.of(new R(1))))",
                        "RemoteFunction<Integer, Integer> held = x -> f(x)",
                        "System.out.print(pool.map(held, List.of(1, 2)) + \" \")",
                        "System.out.println(pool.map(x -> new R(x), List.of(1)))",
                        "int f(int x) { return x + 100; }",
                        "System.out.print(pool.map(held, List.of(1, 2)) + \" \")",
                        "System.out.println(pool.map(String::valueOf, List.of(new R(1))))"));
    }

    @Test
    void inTheToolFromTheStock() throws Exception {
        assertEquals(
                "[5, 10, 15]",
                tool(
                        StartMethod.FORKSERVER,
                        "int n = 5",
                        "System.out.println(pool.map(x -> x * n, List.of(1, 2, 3)))"));
    }

    private String tool(StartMethod method, String... snippets) throws Exception {
        Path script = folder.resolve("script-" + method);
        List<String> lines = new ArrayList<>(START);
        lines.addAll(List.of(snippets));
        lines.addAll(List.of("pool.close()", "/exit"));
        Files.write(script, lines);
        Path output = folder.resolve("output-" + method);
        Path errors = folder.resolve("errors-" + method);
        Process tool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jshell")
                                .toString(),
                        "-J-Djava.util.prefs.userRoot=" + folder,
                        "-R--enable-native-access=ALL-UNNAMED",
                        "-R-Dmultiprocessing4j.startMethod=" + method,
                        "-R-Dmultiprocessing4j.aotCache=false",
                        "--class-path",
                        System.getProperty("java.class.path"),
                        "--feedback",
                        "silent",
                        script.toString())
                .redirectError(errors.toFile())
                .redirectOutput(output.toFile())
                .start();
        assertTrue(tool.waitFor(60, TimeUnit.SECONDS));
        return Files.readString(output).strip();
    }
}
