/** Tests of programs that have the library as their users get it. */
@NullMarked
package io.github.multiprocessing4j.packaging;

import org.jspecify.annotations.NullMarked;
