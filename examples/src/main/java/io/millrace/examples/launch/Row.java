package io.millrace.examples.launch;

import io.millrace.record.Headers;

/**
 * A record of an output topic, decoded.
 *
 * @param timestampMs its timestamp
 * @param headers may be empty
 * @param <K> type of keys
 * @param <V> type of values
 */
public record Row<K, V>(long timestampMs, K key, V value, Headers headers) {}
