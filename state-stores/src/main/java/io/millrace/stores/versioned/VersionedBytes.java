package io.millrace.stores.versioned;

import io.millrace.processor.StateStore;
import io.millrace.processor.StateStoreContext;
import io.millrace.record.Bytes;
import io.millrace.record.KeyValue;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.VersionedBytesStore;
import io.millrace.state.VersionedRecord;
import io.millrace.stores.table.BuiltInStore;
import io.millrace.stores.table.Table;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A versioned store of bytes in the clothes of a key-value store, whose methods without a version time it does not have. */
final class VersionedBytes implements VersionedBytesStore, BuiltInStore {

    private final TableVersionedStore<Bytes, byte[]> versioned;

    VersionedBytes(TableVersionedStore<Bytes, byte[]> versioned) {
        this.versioned = versioned;
    }

    private static byte @Nullable [] join(@Nullable VersionedRecord<byte[]> version) {
        return version == null
                ? null
                : ByteBuffer.allocate(Long.BYTES + version.value().length)
                        .putLong(version.timestamp())
                        .put(version.value())
                        .array();
    }

    @Override
    public long put(Bytes key, byte @Nullable [] value, long timestamp) {
        return versioned.put(key, value, timestamp);
    }

    @Override
    public byte @Nullable [] get(Bytes key) {
        return join(versioned.get(key));
    }

    @Override
    public byte @Nullable [] get(Bytes key, long asOfTimestamp) {
        return join(versioned.get(key, asOfTimestamp));
    }

    @Override
    public byte @Nullable [] delete(Bytes key, long timestamp) {
        return join(versioned.delete(key, timestamp));
    }

    @Override
    public String name() {
        return versioned.name();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        versioned.init(context, root);
    }

    @Override
    public Table table() {
        return versioned.table();
    }

    @Override
    public void close() {
        versioned.close();
    }

    @Override
    public boolean persistent() {
        return versioned.persistent();
    }

    @Override
    public boolean isOpen() {
        return versioned.isOpen();
    }

    // ---- what needs a version time
    // ------------------------------------------------------------------------------------------

    private UnsupportedOperationException noVersion(String method) {
        return new UnsupportedOperationException(
                "Store '" + name() + "' keeps versions: " + method + " without a time is not supported");
    }

    @Override
    public void put(Bytes key, byte @Nullable [] value) {
        throw noVersion("put");
    }

    @Override
    public byte @Nullable [] putIfAbsent(Bytes key, byte @Nullable [] value) {
        throw noVersion("putIfAbsent");
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
        throw noVersion("putAll");
    }

    @Override
    public byte @Nullable [] delete(Bytes key) {
        throw noVersion("delete");
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(@Nullable Bytes from, @Nullable Bytes to) {
        throw noVersion("range");
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        throw noVersion("all");
    }

    @Override
    public long approximateNumEntries() {
        throw noVersion("approximateNumEntries");
    }
}
