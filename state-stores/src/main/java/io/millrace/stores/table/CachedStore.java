package io.millrace.stores.table;

/**
 * A built-in store that may hold back what downstream sees until its record cache is flushed.
 *
 * @param <K> type of keys
 * @param <V> type of values, without their timestamps
 */
public interface CachedStore<K, V> {

    /**
     * Has changes forwarded by the cache. To be called once, in the processor's {@code init}.
     *
     * @param sendOldValues whether the listener wants the value of the previous flush
     * @return whether the store is cached; if not, the listener is never called and the processor forwards each update itself
     */
    boolean setFlushListener(FlushListener<K, V> listener, boolean sendOldValues);
}
