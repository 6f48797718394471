package io.github.multiprocessing4j.guide;

/**
 * A message as the source has it.
 *
 * @param owner the file it is in, as {@code codec/Gate}
 * @param text with {@link #HOLE} for each part that varies
 */
record Message(String owner, String text) {
    static final String HOLE = "…";

    /** Those with fewer only join what others say, or are a name: there is nothing in them to look for. */
    private static final int LETTERS_TO_LOOK_FOR = 8;

    /** How much longer than the page's pattern it may be: a pattern of few words would be one of everything. */
    private static final int TIMES_AS_LONG = 3;

    static boolean isTelling(String text) {
        return text.contains(" ") && letters(text) >= LETTERS_TO_LOOK_FOR;
    }

    /** {@return whether a pattern of the page, with holes of its own, says this} */
    boolean isSaidBy(Glob pattern) {
        return pattern.matches(text) && letters(String.join("", pattern.parts())) * TIMES_AS_LONG >= letters(text);
    }

    private static long letters(String text) {
        return text.chars().filter(Character::isLetter).count();
    }
}
