/** What the library does elsewhere: without what only Linux has, in containers, on the module path, in JVMs with other options. */
@NullMarked
package io.github.multiprocessing4j.portability;

import org.jspecify.annotations.NullMarked;
