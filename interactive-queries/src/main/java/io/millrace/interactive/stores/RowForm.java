package io.millrace.interactive.stores;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.interactive.json.JsonValues;
import io.millrace.interactive.json.LongForm;
import io.millrace.query.Position;
import io.millrace.record.Header;
import io.millrace.record.Headers;
import io.millrace.state.AggregationWithHeaders;
import io.millrace.state.ValueAndTimestamp;
import io.millrace.state.ValueTimestampHeaders;
import io.millrace.state.VersionedRecord;
import io.millrace.state.Window;
import io.millrace.state.Windowed;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Rows of stores as JSON objects: {@code key}, {@code window}, {@code value}, {@code timestamp}, {@code headers}. Safe from any thread. */
public final class RowForm {

    private final JsonValues json;

    public RowForm(JsonValues json) {
        this.json = json;
    }

    JsonValues json() {
        return json;
    }

    /**
     * A row.
     *
     * @param key of the record, or the windowed key
     * @param value as the store keeps it, with or without timestamp and headers
     */
    public ObjectNode row(String storeName, LongForm longs, @Nullable Object key, @Nullable Object value) {
        ObjectNode row = json.object();
        if (key instanceof Windowed<?> windowed) {
            putKey(row, storeName, longs, windowed.key());
            putWindow(row, windowed.window().start(), windowed.window());
        } else if (key != null) {
            putKey(row, storeName, longs, key);
        }
        putValue(row, storeName, longs, value);
        return row;
    }

    void putKey(ObjectNode row, String storeName, LongForm longs, Object key) {
        row.set("key", json.of(key, longs, "A key of store '" + storeName + "'"));
    }

    private static void putWindow(ObjectNode row, long start, Window window) {
        row.putObject("window").put("start", start).put("end", window.end());
    }

    void putValue(ObjectNode row, String storeName, LongForm longs, @Nullable Object stored) {
        Object value = stored;
        if (stored instanceof ValueAndTimestamp<?> stamped) {
            value = stamped.value();
            putTimestamp(row, stamped.timestamp());
        } else if (stored instanceof ValueTimestampHeaders<?> stamped) {
            value = stamped.value();
            putTimestamp(row, stamped.timestamp());
            putHeaders(row, stamped.headers());
        } else if (stored instanceof AggregationWithHeaders<?> aggregation) {
            value = aggregation.aggregation();
            putHeaders(row, aggregation.headers());
        } else if (stored instanceof VersionedRecord<?> version) {
            value = version.value();
            row.put("timestamp", version.timestamp());
            version.validTo().ifPresentOrElse(end -> row.put("validTo", end), () -> row.putNull("validTo"));
        }
        row.set("value", json.of(value, longs, "A value of store '" + storeName + "'"));
    }

    /** A table over a store of plain values shows -1, which is no time. */
    private static void putTimestamp(ObjectNode row, long timestampMs) {
        if (timestampMs >= 0) {
            row.put("timestamp", timestampMs);
        }
    }

    /** Headers of a record; their values are bytes. */
    public void putHeaders(ObjectNode row, Headers headers) {
        ArrayNode all = row.putArray("headers");
        for (Header header : headers) {
            ObjectNode one = all.addObject();
            one.put("key", header.key());
            one.set("value", json.of(header.value(), LongForm.NUMBER, "A header"));
        }
    }

    /** Offsets by partition by topic. */
    static void putPosition(ObjectNode answer, Position position) {
        ObjectNode all = answer.putObject("position");
        for (String topic : new TreeSet<>(position.getTopics())) {
            ObjectNode offsets = all.putObject(topic);
            new TreeMap<>(position.getPartitionPositions(topic))
                    .forEach((partition, offset) -> offsets.put(Integer.toString(partition), offset));
        }
    }
}
