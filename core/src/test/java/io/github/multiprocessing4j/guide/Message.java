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

    static boolean isTelling(String text) {
        return text.contains(" ") && text.chars().filter(Character::isLetter).count() >= LETTERS_TO_LOOK_FOR;
    }
}
