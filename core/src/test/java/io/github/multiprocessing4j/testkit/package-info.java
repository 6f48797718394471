/** What tests of processes need: a look for leaks after each test, and programs in JVMs of their own. */
@NullMarked
package io.github.multiprocessing4j.testkit;

import org.jspecify.annotations.NullMarked;
