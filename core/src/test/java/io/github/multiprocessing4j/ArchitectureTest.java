package io.github.multiprocessing4j;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The rules of CONTRIBUTING.md that the compiler cannot check. */
class ArchitectureTest {

    private static final String ROOT = "io.github.multiprocessing4j";

    /** A package may use packages of strictly lower levels only. The root package, named "", stands above all. */
    private static final Map<String, Integer> LEVELS = Map.ofEntries(
            Map.entry("failure", 0),
            Map.entry("function", 0),
            Map.entry("os", 0),
            Map.entry("classes", 0),
            Map.entry("recording", 0),
            Map.entry("codec", 1),
            Map.entry("region", 1),
            Map.entry("wire", 2),
            Map.entry("memory", 2),
            Map.entry("launch", 3),
            Map.entry("logging", 3),
            Map.entry("connection", 3),
            Map.entry("sync", 3),
            Map.entry("process", 4),
            Map.entry("sharedtypes", 4),
            Map.entry("queue", 4),
            Map.entry("pool", 5),
            Map.entry("manager", 6),
            Map.entry("", 7));

    /** Not exported, hence without the duty of full Javadoc: the same list is in core/pom.xml. */
    private static final Set<String> INTERNAL =
            Set.of("os", "classes", "recording", "region", "wire", "launch", "logging");

    /**
     * A child's main class reads its start-up secret from stdin and prints an uncaught exception; the classes named
     * Output forward the lines that children print.
     */
    private static final Pattern MAY_USE_STANDARD_STREAMS =
            Pattern.compile(Pattern.quote(ROOT) + "\\.(process\\.ChildMain|launch\\.\\w*Output).*");

    private static final JavaClasses LIBRARY =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(ROOT);

    private static final JavaClasses TESTS =
            new ClassFileImporter().withImportOption(new OnlyIncludeTests()).importPackages(ROOT);

    @Test
    void enoughClassesAreScanned() {
        assertTrue(LIBRARY.size() > 150, () -> "only " + LIBRARY.size() + " classes of the library");
        assertTrue(TESTS.size() > 50, () -> "only " + TESTS.size() + " classes of tests");
    }

    @Test
    void packagesDependOnLowerLevelsOnly() {
        classes().should(dependOnLowerLevelsOnly()).check(LIBRARY);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(LIBRARY);
    }

    @Test
    void nativeFunctionsAreLinkedInOnePackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".os..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.lang\\.foreign\\.(Linker|SymbolLookup)(\\$.*)?")
                .check(LIBRARY);
    }

    @Test
    void standardStreamsBelongToTheUser() {
        noClasses()
                .that(not(describe(
                        "children's main classes and output",
                        (JavaClass c) ->
                                MAY_USE_STANDARD_STREAMS.matcher(c.getName()).matches())))
                .should()
                .accessTargetWhere(isStandardStream())
                .because("stdout, stderr and stdin are the user's")
                .check(LIBRARY);
    }

    @Test
    void testsDoNotSleep() {
        noClasses()
                .should()
                .accessTargetWhere(isSleep())
                .because("a test waits for what it needs: a message, an exit, a state; a child that shall not end by"
                        + " itself waits on a latch")
                .check(TESTS);
    }

    @Test
    void everyPackageIsNullMarked() {
        classes().should(resideInNullMarkedPackage()).check(LIBRARY);
        var marked = packages(LIBRARY);
        var unmarkedTests = packages(TESTS).stream()
                .filter(name -> !marked.contains(name))
                .filter(name -> !TESTS.getPackage(name).isAnnotatedWith(NullMarked.class))
                .toList();
        assertTrue(unmarkedTests.isEmpty(), () -> "without @NullMarked: " + unmarkedTests);
    }

    @Test
    void everyPackageIsExportedOrInternal() throws IOException {
        var expected = packages(LIBRARY);
        INTERNAL.forEach(name -> expected.remove(ROOT + "." + name));
        var exported = moduleDescriptor().exports().stream()
                .filter(export -> !export.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(toCollection(TreeSet::new));
        assertEquals(expected, exported, "packages to be exported by module-info.java");
    }

    private static Set<String> packages(JavaClasses classes) {
        return classes.stream()
                .filter(c -> !c.getSimpleName().equals("package-info"))
                .map(JavaClass::getPackageName)
                .filter(name -> !name.isEmpty())
                .collect(toCollection(TreeSet::new));
    }

    private static ModuleDescriptor moduleDescriptor() throws IOException {
        var file = Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                .map(entry -> Path.of(entry, "module-info.class"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
        try (InputStream in = Files.newInputStream(file)) {
            return ModuleDescriptor.read(in);
        }
    }

    private static ArchCondition<JavaClass> dependOnLowerLevelsOnly() {
        return new ArchCondition<>("depend on packages of lower levels only") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                if (!isOurs(item)) {
                    return;
                }
                Integer level = LEVELS.get(area(item));
                if (level == null) {
                    events.add(SimpleConditionEvent.violated(item, item.getPackageName() + " has no level"));
                    return;
                }
                for (var dependency : item.getDirectDependenciesFromSelf()) {
                    var target = dependency.getTargetClass();
                    boolean allowed = !isOurs(target)
                            || area(target).equals(area(item))
                            || LEVELS.getOrDefault(area(target), Integer.MAX_VALUE) < level;
                    if (!allowed) {
                        events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
                    }
                }
            }
        };
    }

    private static ArchCondition<JavaClass> resideInNullMarkedPackage() {
        return new ArchCondition<>("reside in a package that is @NullMarked") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                if (isOurs(item) && !item.getPackage().isAnnotatedWith(NullMarked.class)) {
                    events.add(SimpleConditionEvent.violated(item, item.getName() + ": package is not @NullMarked"));
                }
            }
        };
    }

    private static DescribedPredicate<JavaAccess<?>> isStandardStream() {
        return describe("standard stream", access -> {
            var target = access.getTarget();
            var owner = target.getOwner();
            return switch (target.getName()) {
                case "out", "err", "in" -> owner.isEquivalentTo(System.class);
                case "printStackTrace" ->
                    owner.isAssignableTo(Throwable.class)
                            && target.getFullName().endsWith("printStackTrace()");
                default -> false;
            };
        });
    }

    private static DescribedPredicate<JavaAccess<?>> isSleep() {
        return describe("sleep", access -> {
            var owner = access.getTargetOwner();
            return access.getTarget().getName().equals("sleep")
                    && (owner.isAssignableTo(Thread.class) || owner.isEquivalentTo(TimeUnit.class));
        });
    }

    private static boolean isOurs(JavaClass c) {
        return c.getPackageName().equals(ROOT) || c.getPackageName().startsWith(ROOT + ".");
    }

    /** The part of a package's name after the root package's, up to the next dot: "" for the root package. */
    private static String area(JavaClass c) {
        var name = c.getPackageName();
        return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1).split("\\.", 2)[0];
    }
}
