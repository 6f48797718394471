package io.github.multiprocessing4j.guide;

import java.util.List;

/**
 * A text with holes, for which anything may stand.
 *
 * @param parts what is between the holes, and before and after them
 */
record Glob(List<String> parts) {
    Glob(String pattern) {
        this(List.of(pattern.split(Message.HOLE, -1)));
    }

    /** {@return whether it is all of the text} */
    boolean matches(String text) {
        if (parts.size() == 1) {
            return text.equals(parts.getFirst());
        }
        int at = parts.getFirst().length();
        int end = text.length() - parts.getLast().length();
        return text.startsWith(parts.getFirst())
                && end >= at
                && text.endsWith(parts.getLast())
                && isInTurn(parts.subList(1, parts.size() - 1), text.substring(at, end));
    }

    /** {@return whether it is somewhere in the text} */
    boolean isIn(String text) {
        return isInTurn(parts, text);
    }

    private static boolean isInTurn(List<String> parts, String text) {
        int at = 0;
        for (String part : parts) {
            int found = text.indexOf(part, at);
            if (found < 0) {
                return false;
            }
            at = found + part.length();
        }
        return true;
    }
}
