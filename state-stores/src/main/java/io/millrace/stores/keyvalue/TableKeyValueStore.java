package io.millrace.stores.keyvalue;

import io.millrace.processor.StateStore;
import io.millrace.processor.StateStoreContext;
import io.millrace.record.KeyValue;
import io.millrace.serialization.Deserializer;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serializer;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.KeyValueStore;
import io.millrace.stores.engine.ScanOrder;
import io.millrace.stores.table.BuiltInStore;
import io.millrace.stores.table.CachedStore;
import io.millrace.stores.table.FlushListener;
import io.millrace.stores.table.KeyRanges;
import io.millrace.stores.table.RecordCoordinates;
import io.millrace.stores.table.RowReader;
import io.millrace.stores.table.StoreEnvironment;
import io.millrace.stores.table.StoreHome;
import io.millrace.stores.table.StoreSerdes;
import io.millrace.stores.table.Table;
import io.millrace.stores.table.TableEntry;
import io.millrace.stores.table.TableScan;
import io.millrace.stores.table.ValueCodec;
import io.millrace.stores.table.ValueForm;
import io.millrace.stores.user.UserKeyValueEngine;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What key-value stores share: keys, values, scans and life cycle over a {@link Table}. The subclasses differ in what they keep beside values.
 *
 * @param <K> type of keys
 * @param <V> type of values in the table
 * @param <S> type of values at the store's interface
 */
abstract sealed class TableKeyValueStore<K, V, S>
        implements KeyValueStore<K, S>, BuiltInStore, CachedStore<K, V>, RowReader
        permits PlainKeyValueStore, StampedKeyValueStore, HeaderedKeyValueStore {

    private static final Logger LOG = LoggerFactory.getLogger(TableKeyValueStore.class);

    private final KeyValueSpec<K, V> spec;
    private final ValueForm<V, S> form;
    private @Nullable State<K, V> state;

    /** What exists from init to close. */
    record State<K, V>(
            String topic,
            Table table,
            RecordCoordinates context,
            Serializer<K> keys,
            Deserializer<K> keyReader,
            ValueCodec<V> codec,
            @Nullable LruBound bound,
            boolean hidesTimestamps) {}

    TableKeyValueStore(KeyValueSpec<K, V> spec, ValueForm<V, S> form) {
        this.spec = spec;
        this.form = form;
    }

    @Override
    public final String name() {
        return spec.name();
    }

    @Override
    public final boolean persistent() {
        return spec.persistent();
    }

    @Override
    public final void init(StateStoreContext context, StateStore root) {
        StoreEnvironment environment = StoreEnvironment.of(context, root);
        StoreHome home = home(environment, context, root);
        Serde<K> keySerde = StoreSerdes.key(spec.name(), spec.keySerde(), context);
        ValueCodec<V> codec =
                form.codec(home.changelogTopic(), StoreSerdes.value(spec.name(), spec.valueSerde(), context));
        Table table = new Table(home, codec, form.stamps(), spec.caching());
        LruBound bound = spec.entriesMax() < 0
                ? null
                : new LruBound(table, spec.entriesMax(), home.recordCache().maxBytes());
        state = new State<>(
                home.changelogTopic(),
                table,
                home.context(),
                keySerde.serializer(),
                keySerde.deserializer(),
                codec,
                bound,
                !spec.keepsTimestamps() && !table.flushing().isEnabled());
        environment.register(table);
    }

    private StoreHome home(StoreEnvironment environment, StateStoreContext context, StateStore root) {
        StoreHome home = environment.home(spec.name());
        if (spec.userStore() == null) {
            return home;
        }
        UserKeyValueEngine engine =
                new UserKeyValueEngine(spec.userStore(), form.stamps() == Table.StampFormat.TIMESTAMPED);
        engine.open(context, root);
        return home.in(engine);
    }

    @Override
    public final boolean bringsEngine() {
        return spec.userStore() != null;
    }

    /** What the store was built from. */
    final KeyValueSpec<K, V> spec() {
        return spec;
    }

    final State<K, V> state() {
        State<K, V> open = state;
        if (open == null) {
            throw new io.millrace.errors.InvalidStateStoreException(
                    "Store '" + spec.name() + "' is not open: it was never initialised, or its task was closed");
        }
        return open;
    }

    @Override
    public final Table table() {
        return state().table();
    }

    @Override
    public final boolean isOpen() {
        return state != null;
    }

    @Override
    public final void close() {
        if (state != null && spec.userStore() != null) {
            spec.userStore().close();
        }
        state = null;
    }

    @Override
    public final boolean setFlushListener(FlushListener<K, V> listener, boolean sendOldValues) {
        State<K, V> open = state();
        return open.table()
                .flushing()
                .setForwarder(
                        (entry, oldStored) -> listener.changed(
                                keyOf(open, entry.key()),
                                open.codec().fromStored(entry.value()),
                                open.codec().fromStored(oldStored),
                                entry.timestamp()),
                        sendOldValues);
    }

    @SuppressWarnings("NullAway") // a built-in store has no null keys, and what it serialised it can read back
    private static <K> K keyOf(State<K, ?> open, byte[] key) {
        return open.keyReader().deserialize(open.topic(), key);
    }

    final byte[] keyBytes(K key) {
        Objects.requireNonNull(key, "key cannot be null");
        State<K, V> open = state();
        return Objects.requireNonNull(
                StoreSerdes.serialize(open.keys(), open.topic(), key),
                "the key serializer made null of a key that is not null");
    }

    final TableEntry find(K key) {
        byte[] bytes = keyBytes(key);
        return state().table().entry(bytes, 0, bytes.length);
    }

    final TableEntry findForWrite(K key) {
        byte[] bytes = keyBytes(key);
        return state().table().entryForWrite(bytes, 0, bytes.length);
    }

    private @Nullable S present(@Nullable Object stored, long timestampMs) {
        State<K, V> open = state();
        return form.present(open.codec(), stored, open.hidesTimestamps() ? KeyValueSpec.NO_TIMESTAMP : timestampMs);
    }

    @Override
    public final @Nullable S get(K key) {
        TableEntry entry = find(key);
        LruBound bound = state().bound();
        if (bound != null) {
            entry = bound.read(entry);
        }
        return present(entry.value(), entry.timestamp());
    }

    @Override
    public final void put(K key, @Nullable S value) {
        State<K, V> open = state();
        TableEntry entry = findForWrite(key);
        long recordTimestampMs = open.context().timestamp;
        if (value == null) {
            open.table().put(entry, null, recordTimestampMs);
        } else {
            open.table().put(entry, form.stored(open.codec(), value), form.timestampMs(value, recordTimestampMs));
        }
        if (open.bound() != null) {
            open.bound().changed(entry, recordTimestampMs);
        }
    }

    @Override
    public final @Nullable S putIfAbsent(K key, @Nullable S value) {
        S old = get(key);
        if (old == null) {
            put(key, value);
        }
        return old;
    }

    @Override
    public final void putAll(List<KeyValue<K, S>> entries) {
        for (KeyValue<K, S> entry : entries) {
            put(entry.key, entry.value);
        }
    }

    @Override
    public final @Nullable S delete(K key) {
        S old = get(key);
        put(key, null);
        return old;
    }

    @Override
    public final KeyValueIterator<K, S> range(@Nullable K from, @Nullable K to) {
        return scan(from, to, ScanOrder.ASCENDING);
    }

    @Override
    public final KeyValueIterator<K, S> reverseRange(@Nullable K from, @Nullable K to) {
        return scan(from, to, ScanOrder.DESCENDING);
    }

    @Override
    public final KeyValueIterator<K, S> all() {
        return scan(null, null, ScanOrder.ASCENDING);
    }

    @Override
    public final KeyValueIterator<K, S> reverseAll() {
        return scan(null, null, ScanOrder.DESCENDING);
    }

    @Override
    public final <PS extends Serializer<P>, P> KeyValueIterator<K, S> prefixScan(P prefix, PS prefixKeySerializer) {
        Objects.requireNonNull(prefix, "prefix cannot be null");
        Objects.requireNonNull(prefixKeySerializer, "prefixKeySerializer cannot be null");
        byte[] from = Objects.requireNonNull(prefixKeySerializer.serialize(state().topic(), prefix));
        return scanBytes(from, KeyRanges.behindPrefix(from), ScanOrder.ASCENDING);
    }

    // ---- changes that others see
    // --------------------------------------------------------------------------------------------

    @Override
    @SuppressWarnings("unchecked") // who asks claims that its keys are the store's; the serializer refuses others
    public final Predicate<byte[]> keysBetween(@Nullable Object from, @Nullable Object to) {
        byte[] first = from == null ? null : keyBytes((K) from);
        byte[] last = to == null ? null : keyBytes((K) to);
        return key -> KeyRanges.contains(first, last, key, 0, key.length);
    }

    @Override
    @SuppressWarnings("unchecked") // as above
    public final KeyValueIterator<?, ?> rowsBetween(@Nullable Object from, @Nullable Object to) {
        return range((K) from, (K) to);
    }

    @Override
    public final Object shownKey(byte[] tableKey) {
        return keyOf(state(), tableKey);
    }

    @Override
    public final @Nullable Object shownValue(@Nullable Object stored, long timestampMs) {
        return stored == null ? null : present(stored, timestampMs);
    }

    private KeyValueIterator<K, S> scan(@Nullable K from, @Nullable K to, ScanOrder order) {
        byte[] fromBytes = from == null ? null : keyBytes(from);
        byte[] toBytes = to == null ? null : keyBytes(to);
        if (fromBytes != null && toBytes != null && Arrays.compareUnsigned(fromBytes, toBytes) > 0) {
            LOG.warn(
                    "A range of store '{}' starts behind its end, as the serialised keys compare; it is empty. Serdes of numbers order"
                            + " negative numbers behind positive ones",
                    spec.name());
        }
        return scanBytes(fromBytes, toBytes == null ? null : KeyRanges.behind(toBytes), order);
    }

    private KeyValueIterator<K, S> scanBytes(byte @Nullable [] from, byte @Nullable [] toExclusive, ScanOrder order) {
        State<K, V> open = state();
        LruBound bound = open.bound();
        TableScan scan = bound == null || bound.shown().isEmpty()
                ? open.table().scan(from, toExclusive, order)
                : open.table().scanWith(bound.shown(), from, toExclusive, order);
        return new ScanIterator<>(scan, key -> keyOf(open, key), row -> present(row.value(), row.timestampMs()));
    }

    @Override
    public final long approximateNumEntries() {
        return state().table().approximateEntries();
    }
}
