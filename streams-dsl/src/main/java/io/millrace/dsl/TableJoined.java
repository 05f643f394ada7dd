package io.millrace.dsl;

import io.millrace.processor.StreamPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * How two tables are joined by a foreign key: a base name, and partitioners for tables whose topics are not partitioned by the hash of their keys. A partitioner gets
 * null for the value, and must choose exactly one partition. Immutable.
 *
 * @param <K> type of this table's keys
 * @param <KO> type of the other table's keys
 */
public class TableJoined<K, KO> implements NamedOperation<TableJoined<K, KO>> {

    protected final @Nullable StreamPartitioner<K, Void> partitioner;
    protected final @Nullable StreamPartitioner<KO, Void> otherPartitioner;
    protected final @Nullable String name;

    private TableJoined(
            @Nullable StreamPartitioner<K, Void> partitioner,
            @Nullable StreamPartitioner<KO, Void> otherPartitioner,
            @Nullable String name) {
        this.partitioner = partitioner;
        this.otherPartitioner = otherPartitioner;
        this.name = name;
    }

    /** A copy. */
    protected TableJoined(TableJoined<K, KO> tableJoined) {
        this(tableJoined.partitioner, tableJoined.otherPartitioner, tableJoined.name);
    }

    /** With the partitioners of both tables; null for the hash of the key. */
    public static <K, KO> TableJoined<K, KO> with(
            @Nullable StreamPartitioner<K, Void> partitioner, @Nullable StreamPartitioner<KO, Void> otherPartitioner) {
        return new TableJoined<>(partitioner, otherPartitioner, null);
    }

    /** With a base name for processors, the two internal topics and the store of subscriptions. */
    public static <K, KO> TableJoined<K, KO> as(@Nullable String name) {
        return new TableJoined<>(null, null, name);
    }

    /** The same with another partitioner of this table. */
    public TableJoined<K, KO> withPartitioner(@Nullable StreamPartitioner<K, Void> partitioner) {
        return new TableJoined<>(partitioner, otherPartitioner, name);
    }

    /** The same with another partitioner of the other table. */
    public TableJoined<K, KO> withOtherPartitioner(@Nullable StreamPartitioner<KO, Void> otherPartitioner) {
        return new TableJoined<>(partitioner, otherPartitioner, name);
    }

    @Override
    public TableJoined<K, KO> withName(@Nullable String name) {
        return new TableJoined<>(partitioner, otherPartitioner, name);
    }
}
