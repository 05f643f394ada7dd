package io.millrace.runtime;

import io.millrace.processor.StandbyUpdateListener;
import io.millrace.processor.TaskId;
import io.millrace.record.TopicPartition;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the user's listener, if there is one, and keeps its exceptions from failing the standby, since it only watches: they are logged. */
final class GuardedStandbyListener implements StandbyUpdateListener {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedStandbyListener.class);

    private final Supplier<@Nullable StandbyUpdateListener> listener;

    GuardedStandbyListener(Supplier<@Nullable StandbyUpdateListener> listener) {
        this.listener = listener;
    }

    private void tell(Consumer<StandbyUpdateListener> call) {
        StandbyUpdateListener told = listener.get();
        if (told == null) {
            return;
        }
        try {
            call.accept(told);
        } catch (RuntimeException e) {
            LOG.error("The standby update listener failed; the standby goes on", e);
        }
    }

    @Override
    public void onUpdateStart(TopicPartition partition, String store, long start) {
        tell(told -> told.onUpdateStart(partition, store, start));
    }

    @Override
    public void onBatchLoaded(
            TopicPartition partition, String store, TaskId task, long last, long count, long currentEnd) {
        tell(told -> told.onBatchLoaded(partition, store, task, last, count, currentEnd));
    }

    @Override
    public void onUpdateSuspended(
            TopicPartition partition, String store, long offset, long currentEnd, SuspendReason reason) {
        tell(told -> told.onUpdateSuspended(partition, store, offset, currentEnd, reason));
    }
}
