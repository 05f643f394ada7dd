package io.millrace.stores.table;

/**
 * The bound on unforwarded changes that all cached stores of a stream thread share ({@code statestore.cache.max.bytes} divided by the
 * number of threads). Confined to that thread.
 */
public final class RecordCacheBudget {

    private long maxBytes;
    private long usedBytes;

    /**
     * @param maxBytes 0 switches caching off
     */
    public RecordCacheBudget(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Changes the bound; caching itself stays on or off as it was. */
    public void resize(long newMaxBytes) {
        maxBytes = maxBytes > 0 ? Math.max(1, newMaxBytes) : 0;
    }

    /** Whether stores cache at all. */
    public boolean isEnabled() {
        return maxBytes > 0;
    }

    /** The bound; 0 if nothing is cached. */
    public long maxBytes() {
        return maxBytes;
    }

    boolean isExceeded() {
        return usedBytes > maxBytes;
    }

    void add(long bytes) {
        usedBytes += bytes;
    }
}
