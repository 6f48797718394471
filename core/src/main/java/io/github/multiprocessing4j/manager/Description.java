package io.github.multiprocessing4j.manager;

import java.io.Serializable;

/**
 * What is to be known of an object to make a proxy for it.
 *
 * @param typeid under which its type was registered
 * @param id the server's number for it
 * @param type the interface that its server calls it by
 * @param proxyType the interface that its proxies have
 * @param direct whether calls are executed by whoever takes them in
 */
record Description(String typeid, long id, Class<?> type, Class<?> proxyType, boolean direct) implements Serializable {}
