/**
 * Internal: every call into the operating system that the JDK has no API for, one class per family of man pages. An error
 * number never outlives its call: it is folded into the result as its negative.
 */
@NullMarked
package io.github.multiprocessing4j.os;

import org.jspecify.annotations.NullMarked;
