package io.github.multiprocessing4j;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.MultiprocessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds {@code docs/python-mapping.md} against the list of CPython's public names, and what it says of this library against
 * the classes that there are.
 */
class PythonMappingTest {
    private final List<PythonName> listed = PythonName.readList();

    private final List<Row> rows = Row.readPage();

    private final PublicApi api = PublicApi.ofTheLibrary();

    @Test
    void theListHas419DifferentNames() {
        assertEquals(419, new HashSet<>(listed).size());
        assertEquals(419, listed.size());
    }

    @Test
    void thePageHasEveryNameOfTheListOnceInTheSectionOfItsModule() {
        Map<PythonName, Long> times = rows.stream().map(Row::python).collect(groupingBy(identity(), counting()));
        assertNone(listed.stream()
                .filter(name -> times.getOrDefault(name, 0L) != 1)
                .map(name -> name + " is there " + times.getOrDefault(name, 0L) + " times"));
    }

    @Test
    void thePageHasNoNameThatIsNotOnTheList() {
        var known = new HashSet<>(listed);
        assertNone(rows.stream().filter(row -> !known.contains(row.python())).map(Row::toString));
    }

    @Test
    void theSecondColumnIsOurNamesOrNone() {
        assertNone(rows.stream()
                .filter(row -> !row.isNone() && !row.isMapped())
                .map(row -> row + ": neither names in backquotes nor \"none\": " + row.ours()));
    }

    @Test
    void theThirdColumnSaysWhatDiffersOrWhyThereIsNoCounterpart() {
        assertNone(rows.stream()
                .filter(row -> row.difference().isEmpty())
                .map(row -> row + ": the third column is empty"));
    }

    @Test
    void everyNameOfOursExists() {
        assertNone(rows.stream()
                .filter(Row::isMapped)
                .flatMap(row -> row.ourNames()
                        .filter(name -> !api.has(name))
                        .map(name -> row + ": the public API has no " + name)));
    }

    @Test
    void whatTheThirdColumnSaysOfOurTypesExistsToo() {
        assertNone(rows.stream()
                .filter(Row::isMapped)
                .flatMap(row -> row.namesInDifference()
                        .filter(name -> api.isMemberOfOurType(name) && !api.has(name))
                        .map(name -> row + ": the public API has no " + name)));
    }

    @Test
    void theLookUpFindsPublicNamesAndNoOthers() {
        assertAll(
                () -> assertFound("TaskFailedException"),
                () -> assertFound("TaskFailedException.pid"),
                () -> assertFound("TaskFailedException.pid()"),
                () -> assertFound("TaskFailedException.getCause"),
                () -> assertFound("RemoteBiFunction.apply(Object, Object)"),
                () -> assertFound("RemoteBiFunction.apply(…)"),
                () -> assertFound("ExitStatus.Signaled"),
                () -> assertFound("ExitStatus.Signaled.signal()"),
                () -> assertFound("ExitStatus.Signaled.success"),
                () -> assertNotFound("NoSuchException"),
                () -> assertNotFound("Signaled"),
                () -> assertNotFound("TaskFailedException.nothing"),
                () -> assertNotFound("TaskFailedException.pid(int)"),
                () -> assertNotFound("TaskFailedException.pid.more"),
                () -> assertNotFound("TaskFailedException.serialVersionUID"),
                () -> assertNotFound("ExitStatus.wait"),
                () -> assertNotFound("SignalNames"),
                () -> assertNotFound("SessionDirectory"));
    }

    private void assertFound(String name) {
        assertTrue(api.has(name), name);
    }

    private void assertNotFound(String name) {
        assertTrue(!api.has(name), name);
    }

    private static void assertNone(Stream<String> problems) {
        assertEquals("", String.join("\n", problems.toList()));
    }

    /** A public name of CPython, in the module that defines it. */
    private record PythonName(String module, String name) {

        static List<PythonName> readList() {
            try (var list = PythonMappingTest.class.getResourceAsStream("cpython-names.tsv")) {
                return new String(Objects.requireNonNull(list).readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .skip(1)
                        .map(line -> line.split("\t", -1))
                        .map(columns -> new PythonName(columns[0], columns[1]))
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String toString() {
            return module + ": " + name;
        }
    }

    /** A row of the page's tables. */
    private record Row(PythonName python, String ours, String difference) {
        /** Seen from the directory of the module, where Maven runs the tests. */
        private static final Path PAGE = Path.of("..", "docs", "python-mapping.md");

        private static final Pattern SEPARATOR = Pattern.compile("(?<!\\\\)\\|");

        private static final Pattern OUR_NAMES = Pattern.compile("`[^`]+`(, `[^`]+`)*");

        private static final Pattern CODE = Pattern.compile("`([^`]+)`");

        static List<Row> readPage() {
            assertTrue(
                    Files.isRegularFile(PAGE),
                    () -> "the page is missing: " + PAGE.toAbsolutePath().normalize());
            try {
                return parse(Files.readAllLines(PAGE));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static List<Row> parse(List<String> lines) {
            var modules = PythonName.readList().stream().map(PythonName::module).collect(toSet());
            var rows = new ArrayList<Row>();
            String section = "";
            for (String line : lines) {
                if (line.startsWith("#")) {
                    section = line.replaceFirst("^#+ ", "");
                } else if (line.startsWith("| `") && modules.contains(section)) {
                    rows.add(of(section, line));
                }
            }
            return rows;
        }

        private static Row of(String module, String line) {
            var cells = Arrays.stream(SEPARATOR.split(line, -1))
                    .map(cell -> cell.strip().replace("\\|", "|"))
                    .toList();
            assertEquals(5, cells.size(), () -> "not three columns: " + line);
            var name = cells.get(1).substring(1, cells.get(1).length() - 1);
            return new Row(new PythonName(module, name), cells.get(2), cells.get(3));
        }

        boolean isNone() {
            return ours.equals("none");
        }

        boolean isMapped() {
            return OUR_NAMES.matcher(ours).matches();
        }

        Stream<String> ourNames() {
            return Arrays.stream(ours.split("`", -1)).filter(part -> !part.isEmpty() && !part.equals(", "));
        }

        Stream<String> namesInDifference() {
            return CODE.matcher(difference).results().map(match -> match.group(1));
        }

        @Override
        public String toString() {
            return python.toString();
        }
    }

    /** The public and protected names of the packages that the library exports. */
    private record PublicApi(Map<String, Class<?>> types) {

        static PublicApi ofTheLibrary() {
            try {
                var classes = MultiprocessingException.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation();
                var modules = ModuleFinder.of(Path.of(classes.toURI())).findAll();
                assertEquals(1, modules.size(), () -> "no module at " + classes);
                return new PublicApi(publicTypes(modules.iterator().next()));
            } catch (IOException | URISyntaxException e) {
                throw new IllegalStateException(e);
            }
        }

        private static Map<String, Class<?>> publicTypes(ModuleReference module) throws IOException {
            Set<String> exported = module.descriptor().exports().stream()
                    .filter(export -> !export.isQualified())
                    .map(Exports::source)
                    .collect(toSet());
            try (var reader = module.open();
                    var files = reader.list()) {
                return files.filter(file -> file.endsWith(".class") && file.contains("/"))
                        .map(file -> file.substring(0, file.length() - ".class".length())
                                .replace('/', '.'))
                        .filter(name -> exported.contains(name.substring(0, name.lastIndexOf('.'))))
                        .map(PublicApi::load)
                        .filter(PublicApi::isVisible)
                        .collect(toMap(PublicApi::nameInPackage, identity()));
            }
        }

        private static Class<?> load(String name) {
            try {
                return Class.forName(name, false, PublicApi.class.getClassLoader());
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }

        private static boolean isVisible(Class<?> type) {
            if (type.isAnonymousClass() || type.isLocalClass() || !isVisible(type.getModifiers())) {
                return false;
            }
            var outer = type.getEnclosingClass();
            return outer == null || isVisible(outer);
        }

        private static boolean isVisible(int modifiers) {
            return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
        }

        /** {@code Type} or {@code Outer.Type}; {@link java.util.stream.Collectors#toMap} throws if two packages have it. */
        private static String nameInPackage(Class<?> type) {
            return type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
        }

        /** Whether there is such a name: {@code Type}, {@code Type.member} or {@code Type.method(parameter types)}. */
        boolean has(String name) {
            int parenthesis = name.indexOf('(');
            String path = parenthesis < 0 ? name : name.substring(0, parenthesis);
            int dot = path.lastIndexOf('.');
            var owner = dot < 0 ? null : types.get(path.substring(0, dot));
            if (parenthesis < 0) {
                return types.containsKey(path) || (owner != null && hasMember(owner, path.substring(dot + 1)));
            }
            return owner != null && hasMethod(owner, path.substring(dot + 1), name.substring(parenthesis));
        }

        boolean isMemberOfOurType(String name) {
            int dot = name.indexOf('.');
            return dot > 0 && types.containsKey(name.substring(0, dot));
        }

        private static boolean hasMember(Class<?> type, String name) {
            return methods(type).anyMatch(method -> method.getName().equals(name))
                    || fields(type).anyMatch(field -> field.getName().equals(name));
        }

        private static boolean hasMethod(Class<?> type, String name, String parameters) {
            return methods(type)
                    .filter(method -> method.getName().equals(name))
                    .anyMatch(method -> parameters.equals("(…)") || parameters.equals(parametersOf(method)));
        }

        private static String parametersOf(Method method) {
            return Arrays.stream(method.getParameterTypes())
                    .map(Class::getSimpleName)
                    .collect(joining(", ", "(", ")"));
        }

        private static Stream<Method> methods(Class<?> type) {
            return withSupertypes(type)
                    .flatMap(each -> Arrays.stream(each.getDeclaredMethods()))
                    .filter(PublicApi::isVisible);
        }

        private static Stream<Field> fields(Class<?> type) {
            return withSupertypes(type)
                    .flatMap(each -> Arrays.stream(each.getDeclaredFields()))
                    .filter(PublicApi::isVisible);
        }

        private static boolean isVisible(Member member) {
            return isVisible(member.getModifiers()) && !member.isSynthetic();
        }

        /** Without {@link Object}, whose {@code wait} and {@code notify} are no counterparts of CPython's. */
        private static Stream<Class<?>> withSupertypes(Class<?> type) {
            var superclass = type.getSuperclass();
            var above = Stream.concat(
                    superclass == null || superclass == Object.class ? Stream.empty() : Stream.of(superclass),
                    Arrays.stream(type.getInterfaces()));
            return Stream.concat(Stream.of(type), above.flatMap(PublicApi::withSupertypes));
        }
    }
}
