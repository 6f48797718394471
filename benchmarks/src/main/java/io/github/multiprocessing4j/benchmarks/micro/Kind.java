package io.github.multiprocessing4j.benchmarks.micro;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;

import io.github.multiprocessing4j.function.RemoteCallable;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What processes send each other. */
public enum Kind {
    INTEGER {
        @Override
        Object value() {
            return 1_000_000;
        }
    },
    STRING {
        @Override
        Object value() {
            return "a short string";
        }
    },
    RECORD {
        @Override
        Object value() {
            return new Point(1, 2.5, "three");
        }
    },
    LIST_OF_100_INTEGERS {
        @Override
        Object value() {
            return IntStream.range(0, 100).map(i -> i * 1000).boxed().collect(toCollection(ArrayList::new));
        }
    },
    MAP_OF_100_STRINGS {
        @Override
        Object value() {
            return IntStream.range(0, 100)
                    .boxed()
                    .collect(toMap(i -> "key " + i, i -> "value " + i, (one, _) -> one, HashMap::new));
        }
    },
    BYTES_1_KIB {
        @Override
        Object value() {
            return random(1 << 10);
        }
    },
    BYTES_1_MIB {
        @Override
        Object value() {
            return random(1 << 20);
        }
    },
    TREE_OF_1000_RECORDS {
        @Override
        Object value() {
            return new Branch(1, 1000);
        }
    },
    TREE_OF_1000_OBJECTS {
        @Override
        Object value() {
            return new Node(1, 1000);
        }
    },
    LAMBDA {
        @Override
        Object value() {
            int captured = 1_000_000;
            RemoteCallable<Integer> lambda = () -> captured + 1;
            return lambda;
        }
    };

    /** {@return one of this kind} */
    abstract Object value();

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    /** A small record. */
    record Point(int x, double y, String name) implements Serializable {}

    /** A tree has two children a node, so that nobody's stack is deep: those of node n are 2 n and 2 n + 1. */
    private static <T> @Nullable T child(int number, int last, BiFunction<Integer, Integer, T> made) {
        return number > last ? null : made.apply(number, last);
    }

    /** A node of a tree of records. */
    private record Branch(
            int number, @Nullable Branch left, @Nullable Branch right) implements Serializable {
        Branch(int number, int last) {
            this(number, child(2 * number, last, Branch::new), child(2 * number + 1, last, Branch::new));
        }
    }

    /** A node of a tree of other objects. */
    private static final class Node implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        private final int number;

        private final @Nullable Node left;

        private final @Nullable Node right;

        Node(int number, int last) {
            this.number = number;
            this.left = child(2 * number, last, Node::new);
            this.right = child(2 * number + 1, last, Node::new);
        }

        @Override
        public String toString() {
            return "[" + left + " " + number + " " + right + "]";
        }
    }
}
