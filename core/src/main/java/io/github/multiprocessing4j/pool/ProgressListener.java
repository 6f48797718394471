package io.github.multiprocessing4j.pool;

/**
 * Is told how far a call of a {@link Pool} has come: {@link TaskOptions#onProgress}.
 *
 * {@snippet :
 * try (var bar = new ProgressBar("render", pages.size())) {
 *     pool.map(Page::render, pages, TaskOptions.none().onProgress(progress -> bar.stepTo(progress.done())));
 * }
 * }
 *
 * <p>It is called in the pool's thread {@code mp4j-pool-callbacks}, one call at a time, and should return soon: what comes in meanwhile is told
 * at once the next time. The last time comes before the result of {@code apply}, {@code map} or {@code starmap} is there, so it must not wait
 * for that. What it throws is logged and harms nobody.
 */
@FunctionalInterface
public interface ProgressListener {
    /**
     * More of the call has been done.
     *
     * @param progress how far it has come
     */
    void progressed(Progress progress);
}
