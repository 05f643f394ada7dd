package io.millrace.dsl;

/**
 * A function of key and value that may keep stores. One object per task; confined to the task's thread.
 *
 * @param <K> type of keys
 * @param <V> type of values
 * @param <VR> type of new values
 */
public interface ValueTransformerWithKey<K, V, VR> {

    /** Called once before the first value; look stores up and schedule punctuations here. */
    void init(ValueTransformerContext context);

    /** Returns the new value. The key must not be changed. */
    VR transform(K readOnlyKey, V value);

    /** Called when the task is given up; stores are closed by the task, not here. */
    void close();
}
