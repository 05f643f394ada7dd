package io.millrace.runtime;

import io.millrace.processor.StateRestoreListener;
import io.millrace.record.TopicPartition;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the user's listener, if there is one, and keeps its exceptions from failing the restore, since it only watches: they are logged. */
final class GuardedRestoreListener implements StateRestoreListener {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedRestoreListener.class);

    private final Supplier<@Nullable StateRestoreListener> listener;

    GuardedRestoreListener(Supplier<@Nullable StateRestoreListener> listener) {
        this.listener = listener;
    }

    private void tell(Consumer<StateRestoreListener> call) {
        StateRestoreListener told = listener.get();
        if (told == null) {
            return;
        }
        try {
            call.accept(told);
        } catch (RuntimeException e) {
            LOG.error("The restore listener failed; the restore goes on", e);
        }
    }

    @Override
    public void onRestoreStart(TopicPartition partition, String store, long start, long end) {
        tell(told -> told.onRestoreStart(partition, store, start, end));
    }

    @Override
    public void onBatchRestored(TopicPartition partition, String store, long last, long count) {
        tell(told -> told.onBatchRestored(partition, store, last, count));
    }

    @Override
    public void onRestoreEnd(TopicPartition partition, String store, long total) {
        tell(told -> told.onRestoreEnd(partition, store, total));
    }

    @Override
    public void onRestoreSuspended(TopicPartition partition, String store, long total) {
        tell(told -> told.onRestoreSuspended(partition, store, total));
    }
}
