/** Classes that come from elsewhere than the class path: who has loaded them, their class files, and how they get to a process that has not. */
@NullMarked
package io.github.multiprocessing4j.classes;

import org.jspecify.annotations.NullMarked;
