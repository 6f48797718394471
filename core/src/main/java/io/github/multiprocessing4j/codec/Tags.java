package io.github.multiprocessing4j.codec;

/**
 * The byte that begins a value and says what follows. The high four bits are a group, which one class of this package
 * writes and reads: scalars here, then arrays, collections, maps, values of the JDK, and what serializes nowhere else.
 */
final class Tags {
    static final int NULL = 0x00;
    static final int TRUE = 0x01;
    static final int FALSE = 0x02;
    static final int BYTE = 0x03;
    static final int SHORT = 0x04;
    static final int CHARACTER = 0x05;
    static final int INTEGER = 0x06;
    static final int LONG = 0x07;
    static final int FLOAT = 0x08;
    static final int DOUBLE = 0x09;
    static final int STRING = 0x0a;

    /** An object that the message holds already: its number. */
    static final int REFERENCE = 0x10;

    /** A record, enum constant, lambda, class, array or object of a custom serializer: a descriptor, then its content. */
    static final int DESCRIBED = 0x11;

    /** The whole message is one of Java's object streams: its length, then its bytes. Never nested. */
    static final int STREAM = 0x12;

    static final int BOOLEANS = 0x20;
    static final int BYTES = 0x21;
    static final int SHORTS = 0x22;
    static final int CHARS = 0x23;
    static final int INTS = 0x24;
    static final int LONGS = 0x25;
    static final int FLOATS = 0x26;
    static final int DOUBLES = 0x27;

    /** A primitive array that travels beside the message: the tag it would have here, its length, its number. */
    static final int OUT_OF_BAND = 0x28;

    static final int OBJECTS = 0x2a;
    static final int STRINGS = 0x2b;

    static final int ARRAY_LIST = 0x30;
    static final int LINKED_LIST = 0x31;
    static final int ARRAY_DEQUE = 0x32;
    static final int HASH_SET = 0x33;
    static final int LINKED_HASH_SET = 0x34;
    static final int TREE_SET = 0x35;
    static final int LIST_OF = 0x36;
    static final int LIST_WITH_NULLS = 0x37;
    static final int SET_OF = 0x38;
    static final int ARRAYS_AS_LIST = 0x39;
    static final int EMPTY_LIST = 0x3a;
    static final int EMPTY_SET = 0x3b;
    static final int SINGLETON_LIST = 0x3c;
    static final int SINGLETON_SET = 0x3d;

    /** Written like an array list, read as one. */
    static final int SUBLIST = 0x3e;

    static final int HASH_MAP = 0x40;
    static final int LINKED_HASH_MAP = 0x41;
    static final int ACCESS_ORDERED_MAP = 0x42;
    static final int TREE_MAP = 0x43;
    static final int MAP_OF = 0x44;
    static final int EMPTY_MAP = 0x45;
    static final int SINGLETON_MAP = 0x46;

    static final int BIG_INTEGER = 0x50;
    static final int BIG_DECIMAL = 0x51;
    static final int UUID = 0x52;
    static final int URI = 0x53;
    static final int DURATION = 0x54;
    static final int INSTANT = 0x55;
    static final int LOCAL_DATE = 0x56;
    static final int LOCAL_TIME = 0x57;
    static final int LOCAL_DATE_TIME = 0x58;
    static final int ZONE_OFFSET = 0x59;
    static final int ZONE_REGION = 0x5a;
    static final int ZONED_DATE_TIME = 0x5b;
    static final int OFFSET_DATE_TIME = 0x5c;
    static final int PERIOD = 0x5d;
    static final int YEAR = 0x5e;
    static final int YEAR_MONTH = 0x5f;

    static final int PATH = 0x60;
    static final int OPTIONAL = 0x61;
    static final int OPTIONAL_INT = 0x62;
    static final int OPTIONAL_LONG = 0x63;
    static final int OPTIONAL_DOUBLE = 0x64;
    static final int ENTRY = 0x65;
    static final int ENTRY_WITH_NULLS = 0x66;

    private Tags() {}
}
