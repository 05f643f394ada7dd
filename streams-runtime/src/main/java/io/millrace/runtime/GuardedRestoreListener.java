package io.millrace.runtime;

import io.millrace.processor.StateRestoreListener;
import io.millrace.record.TopicPartition;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps an exception of the user's listener, which only watches, from failing the restore: it is logged. */
final class GuardedRestoreListener implements StateRestoreListener {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedRestoreListener.class);

    private final Supplier<StateRestoreListener> listener;

    GuardedRestoreListener(Supplier<StateRestoreListener> listener) {
        this.listener = listener;
    }

    private void tell(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.error("The restore listener failed; the restore goes on", e);
        }
    }

    @Override
    public void onRestoreStart(TopicPartition partition, String store, long start, long end) {
        tell(() -> listener.get().onRestoreStart(partition, store, start, end));
    }

    @Override
    public void onBatchRestored(TopicPartition partition, String store, long last, long count) {
        tell(() -> listener.get().onBatchRestored(partition, store, last, count));
    }

    @Override
    public void onRestoreEnd(TopicPartition partition, String store, long total) {
        tell(() -> listener.get().onRestoreEnd(partition, store, total));
    }

    @Override
    public void onRestoreSuspended(TopicPartition partition, String store, long total) {
        tell(() -> listener.get().onRestoreSuspended(partition, store, total));
    }
}
