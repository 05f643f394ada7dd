package io.millrace.stores.table;

/**
 * The bound on clean entries that all stores of an application share ({@code statestore.read.cache.max.bytes}): each may have an equal part, which shrinks as stores are
 * opened. A store that is over its part evicts when it is used next, or when its task does background work. Safe from any thread.
 */
public final class ReadCacheBudget {

    private final long maxBytes;
    private int stores;
    private volatile long bytesPerStore;

    public ReadCacheBudget(long maxBytes) {
        this.maxBytes = maxBytes;
        this.bytesPerStore = maxBytes;
    }

    /** So many more stores share it; fewer, if negative. */
    public synchronized void addStores(int count) {
        stores += count;
        bytesPerStore = maxBytes / Math.max(1, stores);
    }

    /** What each store may have now. */
    public long bytesPerStore() {
        return bytesPerStore;
    }

    /** The bound for all of them. */
    public long maxBytes() {
        return maxBytes;
    }
}
