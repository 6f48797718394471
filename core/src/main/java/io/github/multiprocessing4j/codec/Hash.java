package io.github.multiprocessing4j.codec;

/** A 64-bit hash that tells apart what was compiled differently. It resists accidents, not adversaries. */
final class Hash {
    private static final long SEED = 0x9e37_79b9_7f4a_7c15L;

    private static final long MULTIPLIER = 0xd6e8_feb8_6659_fd93L;

    private Hash() {}

    static long of(byte[] bytes, int length) {
        long hash = SEED ^ length;
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            hash = mix(hash, word(bytes, i));
        }
        long rest = 0;
        for (; i < length; i++) {
            rest = rest << 8 | bytes[i] & 0xff;
        }
        return mix(mix(hash, rest), length);
    }

    private static long word(byte[] bytes, int at) {
        long word = 0;
        for (int i = 7; i >= 0; i--) {
            word = word << 8 | bytes[at + i] & 0xff;
        }
        return word;
    }

    static long mix(long hash, long word) {
        long mixed = (hash ^ word) * MULTIPLIER;
        return mixed ^ mixed >>> 32;
    }

    static long mix(long hash, String text) {
        long mixed = mix(hash, text.length());
        for (int i = 0; i < text.length(); i++) {
            mixed = mix(mixed, text.charAt(i));
        }
        return mixed;
    }
}
