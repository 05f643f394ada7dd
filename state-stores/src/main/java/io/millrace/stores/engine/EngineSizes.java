package io.millrace.stores.engine;

/**
 * How large a family of an engine is, about.
 *
 * @param keys estimated
 * @param fileBytes of its files
 * @param writeBufferBytes of changes that are in no file yet
 * @param cacheBytes of the cache that all engines share
 */
public record EngineSizes(long keys, long fileBytes, long writeBufferBytes, long cacheBytes) {

    /** Of an engine that is closed, or does not tell. */
    public static final EngineSizes NONE = new EngineSizes(0, 0, 0, 0);
}
