package io.millrace.runtime;

import io.millrace.errors.StateStoreMigratedException;
import io.millrace.processor.StateStore;
import io.millrace.runtime.PartitionChanges.Selection;
import io.millrace.runtime.query.StoredValues;
import io.millrace.stores.table.RowReader;
import io.millrace.stores.view.TaskView;
import io.millrace.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** Puts a subscription together. */
final class Subscribing {

    private Subscribing() {}

    /** Subscribes to these partitions of one store. */
    static <K, V> StoreSubscription<K, V> to(
            List<FollowedStore> sources, StoreSubscriptionRequest<K, V> request, Clock clock) {
        LocalSubscription<K, V> subscription = new LocalSubscription<>(request.storeName(), clock);
        AtomicLong waiting = new AtomicLong();
        List<PartitionReader<K, V>> readers = new ArrayList<>();
        for (FollowedStore source : sources) {
            readers.add(reader(source, request, waiting, subscription::signal));
        }
        subscription.open(readers);
        return subscription;
    }

    private static <K, V> PartitionReader<K, V> reader(
            FollowedStore source, StoreSubscriptionRequest<K, V> request, AtomicLong waiting, Runnable signal) {
        TaskView view = source.views().acquire();
        if (view == null) {
            throw new StateStoreMigratedException("Partition " + source.number() + " of store '" + source.name()
                    + "' was closed here: its task has moved or stopped. Ask streamsMetadataForStore where it is now.");
        }
        try {
            StateStore store = source.shown(view);
            RowReader reader = (RowReader) store;
            boolean isAll = request.from() == null && request.to() == null;
            Predicate<byte[]> keys = isAll ? null : reader.keysBetween(request.from(), request.to());
            PartitionChanges changes = new PartitionChanges(
                    source.name(), source.number(), new Selection(keys, request.maxBufferedChanges(), waiting), signal);
            return new PartitionReader<>(source, request, changes, reader, StoredValues.parts(store));
        } finally {
            view.release();
        }
    }
}
