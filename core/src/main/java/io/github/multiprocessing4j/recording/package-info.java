/**
 * What the library tells JDK Flight Recorder. Its events are taken only while a recording is under way: to load their classes would cost a JVM
 * without one a fifth of a second.
 */
@NullMarked
package io.github.multiprocessing4j.recording;

import org.jspecify.annotations.NullMarked;
