package io.github.multiprocessing4j.codec;

import io.github.multiprocessing4j.failure.SerializationException;
import java.nio.charset.StandardCharsets;

/**
 * Strings on the wire: twice the length in characters, plus one if they take two bytes each; then the characters. Every
 * char crosses as it is, unpaired surrogates too.
 */
final class Strings {
    /** Up to here a plain loop is faster than the bulk operations. */
    private static final int SHORT = 24;

    private Strings() {}

    /** Returns the position behind the string. */
    static int write(String value, Sink sink) {
        int length = value.length();
        if (length > Integer.MAX_VALUE / 2 - 8) {
            throw new SerializationException("A string of " + length + " characters is too long to be sent", null);
        }
        int start = sink.position();
        sink.writeVarInt(length << 1);
        sink.ensure(length);
        byte[] bytes = sink.array();
        int at = sink.position();
        if (length <= SHORT ? narrow(value, bytes, at) : narrowBulk(value, bytes, at)) {
            return at + length;
        }
        sink.rewind(start);
        sink.writeVarInt(length << 1 | 1);
        sink.ensure(length << 1);
        return wide(value, sink.array(), sink.position());
    }

    private static boolean narrow(String value, byte[] bytes, int at) {
        int seen = 0;
        for (int i = 0, n = value.length(); i < n; i++) {
            char c = value.charAt(i);
            seen |= c;
            bytes[at + i] = (byte) c;
        }
        return seen < 256;
    }

    /** Copies the low bytes and looks whether they still make the same string: two copies and one comparison, all vectorised. */
    @SuppressWarnings("deprecation") // the only method that copies low bytes without looking at them
    private static boolean narrowBulk(String value, byte[] bytes, int at) {
        int length = value.length();
        value.getBytes(0, length, bytes, at);
        return new String(bytes, at, length, StandardCharsets.ISO_8859_1).equals(value);
    }

    private static int wide(String value, byte[] bytes, int start) {
        int at = start;
        for (int i = 0, n = value.length(); i < n; i++) {
            char c = value.charAt(i);
            bytes[at] = (byte) c;
            bytes[at + 1] = (byte) (c >> 8);
            at += 2;
        }
        return at;
    }

    static String read(Source source) {
        int header = source.readVarInt();
        int length = header >>> 1;
        if ((header & 1) == 0) {
            int at = source.advance(length);
            return new String(source.array(), at, length, StandardCharsets.ISO_8859_1);
        }
        int at = source.advance(2L * length);
        byte[] bytes = source.array();
        char[] chars = new char[length];
        for (int i = 0; i < length; i++, at += 2) {
            chars[i] = (char) (bytes[at] & 0xff | bytes[at + 1] << 8);
        }
        return new String(chars);
    }
}
