/** Holds the pages for users against the library: their examples compile, print what the page says, and their links lead somewhere. */
@NullMarked
package io.github.multiprocessing4j.guide;

import org.jspecify.annotations.NullMarked;
