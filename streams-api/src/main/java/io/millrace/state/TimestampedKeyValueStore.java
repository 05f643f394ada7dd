package io.millrace.state;

/** A key-value store that keeps the timestamp of each value's last update. */
public interface TimestampedKeyValueStore<K, V> extends KeyValueStore<K, ValueAndTimestamp<V>> {}
