package io.github.multiprocessing4j.classes;

import java.util.List;

/**
 * Which classes are meant, by their binary names: {@code com.acme.Job} one class, {@code com.acme.*} those of a package, {@code com.acme.**}
 * those of its subpackages too, {@code **} all; with {@code !} before it a pattern excludes. The first that fits decides; what none fits is
 * excluded.
 *
 * @param patterns in the order in which they are asked
 */
public record ClassPatterns(List<String> patterns) {
    private static final String PACKAGES = "**";

    private static final String PACKAGE = "*";

    /** Makes them. */
    public ClassPatterns {
        patterns = List.copyOf(patterns);
        for (String pattern : patterns) {
            check(pattern);
        }
    }

    private static void check(String pattern) {
        String name = name(pattern);
        int star = name.indexOf('*');
        boolean starsAtEnd =
                star < 0 || name.endsWith(PACKAGES) && star == name.length() - 2 || star == name.length() - 1;
        boolean ofPackage = star <= 0 || name.charAt(star - 1) == '.';
        if (name.isBlank() || !starsAtEnd || !ofPackage) {
            throw new IllegalArgumentException("\"" + pattern
                    + "\" is no pattern of class names: write com.acme.Job for one, com.acme.* for a package,"
                    + " com.acme.** for those below it too, and ! before it for those that are not meant");
        }
    }

    private static String name(String pattern) {
        return pattern.startsWith("!") ? pattern.substring(1) : pattern;
    }

    /**
     * {@return whether a class is meant}
     *
     * @param className its binary name
     */
    public boolean include(String className) {
        for (String pattern : patterns) {
            if (fits(name(pattern), className)) {
                return !pattern.startsWith("!");
            }
        }
        return false;
    }

    private static boolean fits(String pattern, String className) {
        if (pattern.endsWith(PACKAGES)) {
            return className.startsWith(pattern.substring(0, pattern.length() - PACKAGES.length()));
        } else if (pattern.endsWith(PACKAGE)) {
            String prefix = pattern.substring(0, pattern.length() - PACKAGE.length());
            return className.startsWith(prefix) && className.indexOf('.', prefix.length()) < 0;
        }
        return className.equals(pattern) || className.startsWith(pattern.concat("$")); // its nested classes
    }
}
