/**
 * Objects that live in a server process and are used by others through proxies: {@link io.github.multiprocessing4j.manager.Manager},
 * {@link io.github.multiprocessing4j.manager.SyncManager} with the usual types. What a {@link io.github.multiprocessing4j.manager.SharedMemoryManager} makes is used without proxies.
 *
 * <p>A server keeps its objects in a table, each as long as a proxy for it lives anywhere. Every process that has proxies is a client
 * with one session at the server; what the session holds is given up when the process ends, in whatever way.
 *
 * <p>A method of a proxy is one call, which the server executes. One that takes a function is one call only if the function serializes; with a plain lambda it runs here
 * and makes several calls. {@link io.github.multiprocessing4j.manager.MapProxy} tells how to write either.
 *
 * <p>The counterpart in CPython is {@code multiprocessing.managers}.
 */
@NullMarked
package io.github.multiprocessing4j.manager;

import org.jspecify.annotations.NullMarked;
