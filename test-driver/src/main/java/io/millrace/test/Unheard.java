package io.millrace.test;

import io.millrace.processor.StateRestoreListener;
import io.millrace.record.TopicPartition;

/** Hears of restores and does nothing. */
final class Unheard implements StateRestoreListener {

    @Override
    public void onRestoreStart(TopicPartition partition, String store, long start, long end) {}

    @Override
    public void onBatchRestored(TopicPartition partition, String store, long last, long count) {}

    @Override
    public void onRestoreEnd(TopicPartition partition, String store, long total) {}
}
