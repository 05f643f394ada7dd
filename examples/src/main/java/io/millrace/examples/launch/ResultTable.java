package io.millrace.examples.launch;

import static java.util.Objects.requireNonNull;

import io.millrace.record.ConsumerRecord;
import io.millrace.serialization.Deserializer;
import io.millrace.serialization.Serde;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How the records of an output topic are printed: a headline, and a row for each record or for the latest of each key. Immutable.
 *
 * @param <K> type of keys
 * @param <V> type of values
 */
public final class ResultTable<K, V> {

    private enum Rows {
        EVERY_RECORD,
        LATEST_BY_KEY
    }

    private record Column<K, V>(String name, Function<Row<K, V>, Object> cell) {}

    private final String headline;
    private final String topic;
    private final Deserializer<K> keys;
    private final Deserializer<V> values;
    private final Rows rows;
    private final List<Column<K, V>> columns;
    private final Predicate<Row<K, V>> shown;
    private final Optional<Comparator<Row<K, V>>> order;
    private final int rowsMax;

    private ResultTable(
            String headline,
            String topic,
            Deserializer<K> keys,
            Deserializer<V> values,
            Rows rows,
            List<Column<K, V>> columns,
            Predicate<Row<K, V>> shown,
            Optional<Comparator<Row<K, V>>> order,
            int rowsMax) {
        this.headline = headline;
        this.topic = topic;
        this.keys = keys;
        this.values = values;
        this.rows = rows;
        this.columns = List.copyOf(columns);
        this.shown = shown;
        this.order = order;
        this.rowsMax = rowsMax;
    }

    /** A row for each record of a topic, in order of their timestamps; for those of one timestamp, in the order of the topic. */
    public static <K, V> ResultTable<K, V> ofStream(String headline, String topic, Serde<K> keys, Serde<V> values) {
        return of(
                headline,
                topic,
                keys,
                values,
                Rows.EVERY_RECORD,
                Optional.of(Comparator.comparingLong(Row::timestampMs)));
    }

    /** A row for each key of a topic, made of its last record; none if that is a tombstone. In order of the rows' text. */
    public static <K, V> ResultTable<K, V> ofTable(String headline, String topic, Serde<K> keys, Serde<V> values) {
        return of(headline, topic, keys, values, Rows.LATEST_BY_KEY, Optional.empty());
    }

    private static <K, V> ResultTable<K, V> of(
            String headline,
            String topic,
            Serde<K> keys,
            Serde<V> values,
            Rows rows,
            Optional<Comparator<Row<K, V>>> order) {
        return new ResultTable<>(
                headline,
                topic,
                keys.deserializer(),
                values.deserializer(),
                rows,
                List.of(),
                record -> true,
                order,
                Integer.MAX_VALUE);
    }

    /** With one more column; cells are printed by {@code toString()}. */
    public ResultTable<K, V> column(String name, Function<Row<K, V>, Object> cell) {
        List<Column<K, V>> more = new ArrayList<>(columns);
        more.add(new Column<>(name, cell));
        return new ResultTable<>(headline, topic, keys, values, rows, more, shown, order, rowsMax);
    }

    /** With the rows that {@code condition} holds for only. */
    public ResultTable<K, V> where(Predicate<Row<K, V>> condition) {
        return new ResultTable<>(headline, topic, keys, values, rows, columns, condition, order, rowsMax);
    }

    /** With rows in another order. */
    public ResultTable<K, V> orderedBy(Comparator<Row<K, V>> comparator) {
        return new ResultTable<>(headline, topic, keys, values, rows, columns, shown, Optional.of(comparator), rowsMax);
    }

    /** With the first rows only. */
    public ResultTable<K, V> first(int count) {
        return new ResultTable<>(headline, topic, keys, values, rows, columns, shown, order, count);
    }

    String topic() {
        return topic;
    }

    /** The lines to print, made of the records of the topic: those of one partition in their order. */
    List<String> lines(List<ConsumerRecord<byte[], byte[]>> records) {
        List<Row<K, V>> rowsInOrder = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : rows == Rows.LATEST_BY_KEY ? latestByKey(records) : records) {
            Row<K, V> row = decode(record);
            if (shown.test(row)) {
                rowsInOrder.add(row);
            }
        }
        order.ifPresent(rowsInOrder::sort);
        List<List<String>> cells = new ArrayList<>();
        rowsInOrder.stream().limit(rowsMax).forEach(row -> cells.add(cells(row)));
        if (order.isEmpty()) {
            cells.sort(Comparator.comparing(List::toString));
        }
        List<String> lines = new ArrayList<>();
        lines.add(headline);
        if (cells.isEmpty()) {
            lines.add("(none)");
        } else {
            lines.addAll(new TextTable(columns.stream().map(Column::name).toList(), cells).lines());
        }
        return lines;
    }

    private List<String> cells(Row<K, V> row) {
        List<String> cells = new ArrayList<>();
        for (Column<K, V> column : columns) {
            cells.add(column.cell().apply(row).toString());
        }
        return cells;
    }

    private static List<ConsumerRecord<byte[], byte[]>> latestByKey(List<ConsumerRecord<byte[], byte[]>> records) {
        Map<@Nullable ByteBuffer, ConsumerRecord<byte[], byte[]>> latest = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            latest.put(record.key() == null ? null : ByteBuffer.wrap(record.key()), record);
        }
        return latest.values().stream().filter(record -> record.value() != null).toList();
    }

    private Row<K, V> decode(ConsumerRecord<byte[], byte[]> record) {
        K key = keys.deserialize(record.topic(), record.headers(), record.key());
        V value = values.deserialize(record.topic(), record.headers(), record.value());
        return new Row<>(
                record.timestamp(), requireNonNull(key, "key"), requireNonNull(value, "value"), record.headers());
    }
}
