/**
 * How a value becomes bytes and a value again: the {@link io.github.multiprocessing4j.codec.Codec} that every channel of
 * this library uses, and the {@link io.github.multiprocessing4j.codec.Serializer} by which an application teaches it a
 * class that does not serialize. CPython's counterparts are {@code pickle} and {@code ForkingPickler}.
 */
@NullMarked
package io.github.multiprocessing4j.codec;

import org.jspecify.annotations.NullMarked;
