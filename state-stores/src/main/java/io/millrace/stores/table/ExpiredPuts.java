package io.millrace.stores.table;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts writes of one store that came after their time had expired, and were dropped. Logs the first, the tenth, the hundredth and so on. Confined to
 * the task's thread.
 */
public final class ExpiredPuts {

    private static final Logger LOG = LoggerFactory.getLogger(ExpiredPuts.class);

    private final String storeName;
    private final StoreEnvironment environment;
    private long count;
    private long nextLogged = 1;

    public ExpiredPuts(String storeName, StoreEnvironment environment) {
        this.storeName = storeName;
        this.environment = environment;
    }

    /** A write at {@code timeMs} was dropped. */
    public void dropped(long timeMs, long streamTimeMs) {
        count++;
        environment.countExpiredPut(storeName);
        if (count == nextLogged) {
            nextLogged *= 10;
            LOG.warn(
                    "Store '{}' dropped a write at {}, which has expired at stream time {}; {} so far. Raise the store's retention if such late"
                            + " records matter",
                    storeName,
                    timeMs,
                    streamTimeMs,
                    count);
        }
    }

    /** Writes dropped so far. */
    public long count() {
        return count;
    }
}
