package io.millrace.runtime;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which store {@link StreamsRuntime#store} is to show. Immutable.
 *
 * @param <T> type through which the store is read
 */
public class StoreQueryParameters<T> {

    private final String storeName;
    private final QueryableStoreType<T> queryableStoreType;
    private final @Nullable Integer partition;
    private final boolean staleStores;
    private final @Nullable Duration uncommittedTimeout;

    /** With everything; see the factory. */
    protected StoreQueryParameters(
            String storeName,
            QueryableStoreType<T> queryableStoreType,
            @Nullable Integer partition,
            boolean staleStores) {
        this(storeName, queryableStoreType, partition, staleStores, null);
    }

    private StoreQueryParameters(
            String storeName,
            QueryableStoreType<T> queryableStoreType,
            @Nullable Integer partition,
            boolean staleStores,
            @Nullable Duration uncommittedTimeout) {
        this.uncommittedTimeout = uncommittedTimeout;
        this.storeName = Objects.requireNonNull(storeName, "storeName");
        this.queryableStoreType = Objects.requireNonNull(queryableStoreType, "queryableStoreType");
        this.partition = partition;
        this.staleStores = staleStores;
    }

    /** All partitions of a store on this instance. */
    public static <T> StoreQueryParameters<T> fromNameAndType(
            String storeName, QueryableStoreType<T> queryableStoreType) {
        return new StoreQueryParameters<>(storeName, queryableStoreType, null, false);
    }

    /** The same for one partition only; null for all. */
    public StoreQueryParameters<T> withPartition(@Nullable Integer newPartition) {
        return new StoreQueryParameters<>(storeName, queryableStoreType, newPartition, staleStores, uncommittedTimeout);
    }

    /** The same, also while a store is being restored, when it shows what it had before, and with the standbys that are here, which may lack the newest changes. */
    public StoreQueryParameters<T> enableStaleStores() {
        return new StoreQueryParameters<>(storeName, queryableStoreType, partition, true, uncommittedTimeout);
    }

    /**
     * The same, with what the tasks have not committed yet: as of the last record that each has processed. What is read so may be taken back, if the task fails before its
     * commit. The task's own thread answers, between two records, and copies what it finds: at most 10,000 rows of a partition for one scan. Of use for diagnosis and for
     * stores that commit rarely; it takes time of the thread that processes.
     *
     * <p>Stores that are being restored, and standbys, are refused, whatever {@link #enableStaleStores} says. Global stores show what is committed.
     *
     * @param timeout how long an access waits for each task; after it, it throws {@link io.millrace.errors.InvalidStateStoreException}
     * @throws IllegalArgumentException if it is not positive
     */
    public StoreQueryParameters<T> withUncommitted(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("The timeout must be positive, got " + timeout);
        }
        return new StoreQueryParameters<>(storeName, queryableStoreType, partition, staleStores, timeout);
    }

    /** Name of the store. */
    public String storeName() {
        return storeName;
    }

    /** Kind of the store. */
    public QueryableStoreType<T> queryableStoreType() {
        return queryableStoreType;
    }

    /** The one partition that is wanted; null for all. */
    public @Nullable Integer partition() {
        return partition;
    }

    /** Whether stores that are being restored, and standbys, may be read. */
    public boolean staleStoresEnabled() {
        return staleStores;
    }

    /** How long to wait for uncommitted rows; null if committed ones are to be read. */
    public @Nullable Duration uncommittedTimeout() {
        return uncommittedTimeout;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StoreQueryParameters<?> that
                && storeName.equals(that.storeName)
                && queryableStoreType.equals(that.queryableStoreType)
                && Objects.equals(partition, that.partition)
                && staleStores == that.staleStores
                && Objects.equals(uncommittedTimeout, that.uncommittedTimeout);
    }

    @Override
    public String toString() {
        return "StoreQueryParameters {partition=" + partition + ", staleStores=" + staleStores + ", storeName="
                + storeName + ", queryableStoreType=" + queryableStoreType + "}";
    }

    @Override
    public int hashCode() {
        return Objects.hash(storeName, queryableStoreType, partition, staleStores, uncommittedTimeout);
    }
}
