package io.millrace.state;

/** A key-value store that keeps timestamp and headers of each value's last update. */
public interface TimestampedKeyValueStoreWithHeaders<K, V> extends KeyValueStore<K, ValueTimestampHeaders<V>> {}
