package io.millrace.state;

/** A window store that keeps timestamp and headers of each value's last update. */
public interface TimestampedWindowStoreWithHeaders<K, V> extends WindowStore<K, ValueTimestampHeaders<V>> {}
