package io.github.multiprocessing4j.region;

import java.io.Serializable;

/**
 * By which another process of the same tree finds a region.
 *
 * @param file its file's name in the tree's directory
 * @param id the region's, which no other has
 */
record RegionHandle(String file, long id) implements Serializable {}
