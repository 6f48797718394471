/** Serializable counterparts of the functional interfaces of {@code java.util.function}, whose code may throw. */
@NullMarked
package io.github.multiprocessing4j.function;

import org.jspecify.annotations.NullMarked;
