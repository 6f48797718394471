package io.github.multiprocessing4j.codec;

/** How the objects of one class are written; found once per class and codec. */
abstract class Shape {
    /** Writes the object with everything that a reader needs to tell what it is. */
    abstract void write(FastWriter out, Object value) throws Exception;

    /** Objects of this class go into one of Java's object streams, and the whole message with them. */
    static final class OfStream extends Shape {
        static final Shape INSTANCE = new OfStream();

        @Override
        void write(FastWriter out, Object value) {
            throw NeedsStream.INSTANCE;
        }
    }

    /** A class of the JDK, which has a tag of its own. */
    static final class Tagged extends Shape {
        final int tag;

        Tagged(int tag) {
            this.tag = tag;
        }

        @Override
        void write(FastWriter out, Object value) {
            switch (tag >> 4) {
                case 2 -> ArrayValues.write(tag, value, out);
                case 3 -> CollectionValues.write(tag, value, out);
                case 4 -> MapValues.write(tag, value, out);
                case 5 -> PlatformValues.write(tag, value, out);
                default -> ExtraValues.write(tag, value, out);
            }
        }

        /** Whether Java's own object streams would refuse such an object. */
        boolean isExtra() {
            return tag == Tags.SUBLIST || tag >> 4 == 6;
        }

        boolean isPrimitiveArray() {
            return tag >= Tags.BOOLEANS && tag <= Tags.DOUBLES;
        }
    }
}
