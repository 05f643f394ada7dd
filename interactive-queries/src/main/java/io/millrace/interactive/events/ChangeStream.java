package io.millrace.interactive.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.errors.InvalidStateStoreException;
import io.millrace.interactive.json.JsonValues;
import io.millrace.interactive.json.LongForm;
import io.millrace.interactive.problem.Failures;
import io.millrace.interactive.problem.Problem;
import io.millrace.interactive.routing.EventSource;
import io.millrace.interactive.stores.RowForm;
import io.millrace.runtime.StoreChange;
import io.millrace.runtime.StoreSubscription;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes of a store as events: {@code change} for each, and {@code end} with a problem when there will be no more, so that a client never takes a broken stream for a
 * quiet store. Confined to the stream that asks.
 */
final class ChangeStream implements EventSource {

    private final StoreSubscription<Object, Object> subscription;
    private final String storeName;
    private final RowForm rows;
    private final JsonValues json;
    private final LongForm longs;
    private final Failures failures;
    private volatile boolean isEnded;

    ChangeStream(
            StoreSubscription<Object, Object> subscription,
            String storeName,
            RowForm rows,
            JsonValues json,
            LongForm longs,
            Failures failures) {
        this.subscription = subscription;
        this.storeName = storeName;
        this.rows = rows;
        this.json = json;
        this.longs = longs;
        this.failures = failures;
    }

    @Override
    public void onAvailable(Runnable action) {
        subscription.onAvailable(action);
    }

    @Override
    public byte @Nullable [] take() {
        if (isEnded) {
            return null;
        }
        try {
            List<StoreChange<Object, Object>> changes = subscription.poll(Duration.ZERO);
            return changes.isEmpty() ? null : events(changes);
        } catch (RuntimeException e) {
            isEnded = true;
            return end(e);
        }
    }

    private byte[] events(List<StoreChange<Object, Object>> changes) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (StoreChange<Object, Object> change : changes) {
            ObjectNode row = rows.row(storeName, longs, change.key(), change.value());
            if (change.timestampMs() >= 0) {
                row.put("timestamp", change.timestampMs());
            }
            row.put("deleted", change.isDeletion())
                    .put("partition", change.partition())
                    .put("commit", change.commitNumber());
            write(all, "change", json.bytes(row));
        }
        return all.toByteArray();
    }

    private byte[] end(RuntimeException reason) {
        Problem problem = reason instanceof InvalidStateStoreException
                ? failures.notReady(String.valueOf(reason.getMessage()))
                : failures.describe(reason, "for changes of store '" + storeName + "'");
        ObjectNode data = json.object()
                .put("type", problem.type().uri())
                .put("title", problem.type().title())
                .put("status", problem.status())
                .put("detail", problem.detail());
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        write(all, "end", json.bytes(data));
        return all.toByteArray();
    }

    /** JSON has no line ends outside strings, and inside them they are escaped: one data line is enough. */
    private static void write(ByteArrayOutputStream all, String event, byte[] data) {
        all.writeBytes(("event: " + event + "\ndata: ").getBytes(StandardCharsets.UTF_8));
        all.writeBytes(data);
        all.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean isEnded() {
        return isEnded;
    }

    @Override
    public void close() {
        subscription.close();
    }
}
