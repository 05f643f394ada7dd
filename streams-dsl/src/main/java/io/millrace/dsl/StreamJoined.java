package io.millrace.dsl;

import io.millrace.serialization.Serde;
import io.millrace.state.DslStoreSuppliers;
import io.millrace.state.WindowBytesStoreSupplier;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How two streams are joined: serdes, names, kind of stores and their changelogs. Immutable.
 *
 * @param <K> type of keys
 * @param <V1> type of this stream's values
 * @param <V2> type of the other stream's values
 */
public class StreamJoined<K, V1, V2> implements NamedOperation<StreamJoined<K, V1, V2>> {

    protected final @Nullable Serde<K> keySerde;
    protected final @Nullable Serde<V1> valueSerde;
    protected final @Nullable Serde<V2> otherValueSerde;
    protected final @Nullable WindowBytesStoreSupplier thisStoreSupplier;
    protected final @Nullable WindowBytesStoreSupplier otherStoreSupplier;
    protected final @Nullable String name;
    protected final @Nullable String storeName;
    protected final boolean loggingEnabled;
    protected final Map<String, String> topicConfig;
    protected @Nullable DslStoreSuppliers dslStoreSuppliers;

    /** A copy. */
    protected StreamJoined(StreamJoined<K, V1, V2> streamJoined) {
        this(new Options<>(streamJoined));
    }

    private StreamJoined(Options<K, V1, V2> options) {
        this.keySerde = options.keySerde;
        this.valueSerde = options.valueSerde;
        this.otherValueSerde = options.otherValueSerde;
        this.dslStoreSuppliers = options.dslStoreSuppliers;
        this.thisStoreSupplier = options.thisStoreSupplier;
        this.otherStoreSupplier = options.otherStoreSupplier;
        this.name = options.name;
        this.storeName = options.storeName;
        this.loggingEnabled = options.loggingEnabled;
        this.topicConfig = Map.copyOf(options.topicConfig);
    }

    /** All options, to be changed before an object is made of them. */
    private static final class Options<K, V1, V2> {

        private @Nullable Serde<K> keySerde;
        private @Nullable Serde<V1> valueSerde;
        private @Nullable Serde<V2> otherValueSerde;
        private @Nullable DslStoreSuppliers dslStoreSuppliers;
        private @Nullable WindowBytesStoreSupplier thisStoreSupplier;
        private @Nullable WindowBytesStoreSupplier otherStoreSupplier;
        private @Nullable String name;
        private @Nullable String storeName;
        private boolean loggingEnabled = true;
        private Map<String, String> topicConfig = Map.of();

        Options() {}

        Options(StreamJoined<K, V1, V2> from) {
            keySerde = from.keySerde;
            valueSerde = from.valueSerde;
            otherValueSerde = from.otherValueSerde;
            dslStoreSuppliers = from.dslStoreSuppliers;
            thisStoreSupplier = from.thisStoreSupplier;
            otherStoreSupplier = from.otherStoreSupplier;
            name = from.name;
            storeName = from.storeName;
            loggingEnabled = from.loggingEnabled;
            topicConfig = from.topicConfig;
        }
    }

    /**
     * With the stores that two suppliers make, under their names. They must keep duplicates, and window size and retention must be those of the join: the size of
     * the windows, and size and grace together.
     */
    public static <K, V1, V2> StreamJoined<K, V1, V2> with(
            @Nullable WindowBytesStoreSupplier storeSupplier, @Nullable WindowBytesStoreSupplier otherStoreSupplier) {
        Options<K, V1, V2> options = new Options<>();
        options.thisStoreSupplier = storeSupplier;
        options.otherStoreSupplier = otherStoreSupplier;
        return new StreamJoined<>(options);
    }

    /** With stores of a kind. */
    public static <K, V1, V2> StreamJoined<K, V1, V2> with(@Nullable DslStoreSuppliers storeSuppliers) {
        Options<K, V1, V2> options = new Options<>();
        options.dslStoreSuppliers = storeSuppliers;
        return new StreamJoined<>(options);
    }

    /** With a base name for the join's stores. */
    public static <K, V1, V2> StreamJoined<K, V1, V2> as(@Nullable String storeName) {
        Options<K, V1, V2> options = new Options<>();
        options.storeName = storeName;
        return new StreamJoined<>(options);
    }

    /** With serdes. */
    public static <K, V1, V2> StreamJoined<K, V1, V2> with(
            @Nullable Serde<K> keySerde, @Nullable Serde<V1> valueSerde, @Nullable Serde<V2> otherValueSerde) {
        Options<K, V1, V2> options = new Options<>();
        options.keySerde = keySerde;
        options.valueSerde = valueSerde;
        options.otherValueSerde = otherValueSerde;
        return new StreamJoined<>(options);
    }

    /** The same with a base name for processors and repartition topics. */
    @Override
    public StreamJoined<K, V1, V2> withName(@Nullable String name) {
        Options<K, V1, V2> options = new Options<>(this);
        options.name = name;
        return new StreamJoined<>(options);
    }

    /** The same with a base name for the stores and their changelogs. */
    public StreamJoined<K, V1, V2> withStoreName(@Nullable String storeName) {
        Options<K, V1, V2> options = new Options<>(this);
        options.storeName = storeName;
        return new StreamJoined<>(options);
    }

    /** The same with another key serde. */
    public StreamJoined<K, V1, V2> withKeySerde(@Nullable Serde<K> keySerde) {
        Options<K, V1, V2> options = new Options<>(this);
        options.keySerde = keySerde;
        return new StreamJoined<>(options);
    }

    /** The same with another serde for this stream's values. */
    public StreamJoined<K, V1, V2> withValueSerde(@Nullable Serde<V1> valueSerde) {
        Options<K, V1, V2> options = new Options<>(this);
        options.valueSerde = valueSerde;
        return new StreamJoined<>(options);
    }

    /** The same with another serde for the other stream's values. */
    public StreamJoined<K, V1, V2> withOtherValueSerde(@Nullable Serde<V2> otherValueSerde) {
        Options<K, V1, V2> options = new Options<>(this);
        options.otherValueSerde = otherValueSerde;
        return new StreamJoined<>(options);
    }

    /** The same with stores of a kind, for those without a supplier. */
    public StreamJoined<K, V1, V2> withDslStoreSuppliers(@Nullable DslStoreSuppliers dslStoreSuppliers) {
        Options<K, V1, V2> options = new Options<>(this);
        options.dslStoreSuppliers = dslStoreSuppliers;
        return new StreamJoined<>(options);
    }

    /** The same with a supplier for this stream's store. */
    public StreamJoined<K, V1, V2> withThisStoreSupplier(@Nullable WindowBytesStoreSupplier thisStoreSupplier) {
        Options<K, V1, V2> options = new Options<>(this);
        options.thisStoreSupplier = thisStoreSupplier;
        return new StreamJoined<>(options);
    }

    /** The same with a supplier for the other stream's store. */
    public StreamJoined<K, V1, V2> withOtherStoreSupplier(@Nullable WindowBytesStoreSupplier otherStoreSupplier) {
        Options<K, V1, V2> options = new Options<>(this);
        options.otherStoreSupplier = otherStoreSupplier;
        return new StreamJoined<>(options);
    }

    /** The same with changelogs that have these settings on top of the defaults. */
    public StreamJoined<K, V1, V2> withLoggingEnabled(Map<String, String> config) {
        Options<K, V1, V2> options = new Options<>(this);
        options.loggingEnabled = true;
        options.topicConfig = Objects.requireNonNull(config, "config cannot be null");
        return new StreamJoined<>(options);
    }

    /** The same without changelogs: what waits for a partner is lost with the disk of its instance. */
    public StreamJoined<K, V1, V2> withLoggingDisabled() {
        Options<K, V1, V2> options = new Options<>(this);
        options.loggingEnabled = false;
        options.topicConfig = Map.of();
        return new StreamJoined<>(options);
    }

    @Override
    public String toString() {
        return "StreamJoined{keySerde=" + keySerde + ", valueSerde=" + valueSerde + ", otherValueSerde="
                + otherValueSerde + ", thisStoreSupplier=" + thisStoreSupplier + ", otherStoreSupplier="
                + otherStoreSupplier + ", name='" + name + "', storeName='" + storeName + "', loggingEnabled="
                + loggingEnabled + ", topicConfig=" + topicConfig + '}';
    }
}
