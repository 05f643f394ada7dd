package io.millrace.runtime;

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

    /** With everything; see the factory. */
    protected StoreQueryParameters(
            String storeName,
            QueryableStoreType<T> queryableStoreType,
            @Nullable Integer partition,
            boolean staleStores) {
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
        return new StoreQueryParameters<>(storeName, queryableStoreType, newPartition, staleStores);
    }

    /** The same, also while a store is being restored, when it shows what it had before, and with the standbys that are here, which may lack the newest changes. */
    public StoreQueryParameters<T> enableStaleStores() {
        return new StoreQueryParameters<>(storeName, queryableStoreType, partition, true);
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

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StoreQueryParameters<?> that
                && storeName.equals(that.storeName)
                && queryableStoreType.equals(that.queryableStoreType)
                && Objects.equals(partition, that.partition)
                && staleStores == that.staleStores;
    }

    @Override
    public String toString() {
        return "StoreQueryParameters {partition=" + partition + ", staleStores=" + staleStores + ", storeName="
                + storeName + ", queryableStoreType=" + queryableStoreType + "}";
    }

    @Override
    public int hashCode() {
        return Objects.hash(storeName, queryableStoreType, partition, staleStores);
    }
}
