package io.millrace.runtime.graph;

import io.millrace.processor.RecordContext;
import io.millrace.processor.RecordMetadata;
import io.millrace.record.Headers;
import io.millrace.record.RecordHeaders;
import io.millrace.stores.table.RecordCoordinates;
import org.jspecify.annotations.Nullable;

/** The coordinates of a record as user code sees them; a copy, so that it may be kept. */
final class CoordinatesView implements RecordMetadata, RecordContext {

    private final @Nullable String topic;
    private final int partition;
    private final long offset;
    private final long timestamp;
    private final Headers headers;
    private final RecordCoordinates.@Nullable SourceBytes source;

    CoordinatesView(RecordCoordinates coordinates) {
        topic = coordinates.topic;
        partition = coordinates.partition;
        offset = coordinates.offset;
        timestamp = coordinates.timestamp;
        Headers present = coordinates.headersIfAny();
        headers = present == null ? new RecordHeaders() : present;
        source = coordinates.source;
    }

    @Override
    @SuppressWarnings("NullAway") // null inside a punctuation, as Kafka Streams has it
    public String topic() {
        return topic;
    }

    @Override
    public int partition() {
        return partition;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public long timestamp() {
        return timestamp;
    }

    @Override
    public Headers headers() {
        return headers;
    }

    @Override
    public byte @Nullable [] sourceRawKey() {
        return source == null || topic == null ? null : source.key();
    }

    @Override
    public byte @Nullable [] sourceRawValue() {
        return source == null || topic == null ? null : source.value();
    }
}
