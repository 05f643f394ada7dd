package io.millrace.state;

/** A window store that keeps the timestamp of each value's last update. */
public interface TimestampedWindowStore<K, V> extends WindowStore<K, ValueAndTimestamp<V>> {}
