package io.millrace.runtime;

import io.millrace.state.Windowed;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which changes of which table {@link StreamsRuntime#subscribe} is to bring. Immutable.
 *
 * <pre>{@code
 * StoreSubscriptionRequest.<String, Long>ofAll("counts").withCurrentRows()
 * }</pre>
 *
 * @param <K> type of keys in the changes; {@code Windowed} in window and session stores
 * @param <V> type of values
 */
public final class StoreSubscriptionRequest<K, V> {

    /** Changes that may wait for the subscriber unless it says otherwise. */
    public static final int DEFAULT_MAX_BUFFERED_CHANGES = 10_000;

    private final String storeName;
    private final @Nullable Object from;
    private final @Nullable Object to;
    private final @Nullable Integer partition;
    private final boolean currentRows;
    private final int maxBufferedChanges;

    private StoreSubscriptionRequest(
            String storeName,
            @Nullable Object from,
            @Nullable Object to,
            @Nullable Integer partition,
            boolean currentRows,
            int maxBufferedChanges) {
        this.storeName = Objects.requireNonNull(storeName, "storeName");
        this.from = from;
        this.to = to;
        this.partition = partition;
        this.currentRows = currentRows;
        this.maxBufferedChanges = maxBufferedChanges;
    }

    private static <K, V> StoreSubscriptionRequest<K, V> between(
            String storeName, @Nullable Object from, @Nullable Object to) {
        return new StoreSubscriptionRequest<>(storeName, from, to, null, false, DEFAULT_MAX_BUFFERED_CHANGES);
    }

    /** All keys. */
    public static <K, V> StoreSubscriptionRequest<K, V> ofAll(String storeName) {
        return between(storeName, null, null);
    }

    /** One key of a key-value store. */
    public static <K, V> StoreSubscriptionRequest<K, V> ofKey(String storeName, K key) {
        Objects.requireNonNull(key, "key");
        return between(storeName, key, key);
    }

    /**
     * The keys from one to another of a key-value store, both inclusive, in the order of their serialized bytes, as in {@code ReadOnlyKeyValueStore.range}.
     *
     * @param from null: from the first
     * @param to null: to the last
     */
    public static <K, V> StoreSubscriptionRequest<K, V> ofRange(String storeName, @Nullable K from, @Nullable K to) {
        return between(storeName, from, to);
    }

    /** All windows, or sessions, of one record key. */
    public static <K, V> StoreSubscriptionRequest<Windowed<K>, V> ofWindows(String storeName, K key) {
        Objects.requireNonNull(key, "key");
        return between(storeName, key, key);
    }

    /** All windows, or sessions, of the record keys from one to another, as {@link #ofRange}. */
    public static <K, V> StoreSubscriptionRequest<Windowed<K>, V> ofWindows(
            String storeName, @Nullable K from, @Nullable K to) {
        return between(storeName, from, to);
    }

    /** The same for one partition only; null for all that are on this instance. */
    public StoreSubscriptionRequest<K, V> withPartition(@Nullable Integer newPartition) {
        return new StoreSubscriptionRequest<>(storeName, from, to, newPartition, currentRows, maxBufferedChanges);
    }

    /** The same, with the rows that are there at the start before the first change. They are read while the subscription is polled, and count towards no bound; until they
     * are read the subscription holds a snapshot of the store. */
    public StoreSubscriptionRequest<K, V> withCurrentRows() {
        return new StoreSubscriptionRequest<>(storeName, from, to, partition, true, maxBufferedChanges);
    }

    /**
     * The same with another bound on the changes that wait to be polled.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public StoreSubscriptionRequest<K, V> withMaxBufferedChanges(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("A subscription must be able to buffer at least 1 change, got " + count);
        }
        return new StoreSubscriptionRequest<>(storeName, from, to, partition, currentRows, count);
    }

    /** Name of the store. */
    public String storeName() {
        return storeName;
    }

    /** First key, inclusive; in window and session stores a record key. Null: from the smallest. */
    public @Nullable Object from() {
        return from;
    }

    /** Last key, inclusive; in window and session stores a record key. Null: to the largest. */
    public @Nullable Object to() {
        return to;
    }

    /** The one partition that is wanted; null for all on this instance. */
    public @Nullable Integer partition() {
        return partition;
    }

    /** Whether the rows that are there come first. */
    public boolean hasCurrentRows() {
        return currentRows;
    }

    /** How many changes may wait to be polled. */
    public int maxBufferedChanges() {
        return maxBufferedChanges;
    }
}
