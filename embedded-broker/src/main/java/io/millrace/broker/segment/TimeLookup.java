package io.millrace.broker.segment;

import io.millrace.broker.batch.BatchCursor;
import io.millrace.broker.batch.BatchFormat;
import io.millrace.log.BrokerUnavailableException;
import java.io.IOException;
import java.util.OptionalLong;

/** Finds the first record at or after a time: by the time index to about the right place, then batch by batch. */
final class TimeLookup {

    private static final int CHUNK_BYTES = 1 << 16;

    private TimeLookup() {}

    static OptionalLong find(PartitionLog log, long timestampMs) {
        LogView view = log.view();
        for (Segment segment : view.segments) {
            try {
                long offset = findIn(log, view, segment, timestampMs);
                if (offset >= 0) {
                    return OptionalLong.of(offset);
                }
            } catch (IOException e) {
                log.compaction().awaitReplacement();
                if (log.view() != view) {
                    // A compaction or a deletion has taken the file away.
                    return find(log, timestampMs);
                }
                throw new BrokerUnavailableException(
                        "The time index of " + segment.path() + " could not be searched (" + e.getMessage()
                                + "). Nothing was changed; try again once the disk answers.",
                        e);
            }
        }
        return OptionalLong.empty();
    }

    private static long findIn(PartitionLog log, LogView view, Segment segment, long timestampMs) throws IOException {
        long from = segment.floorPosition(segment.floorOffset(timestampMs));
        ChunkReader chunk = new ChunkReader(segment, from, segment.sizeBytes(), CHUNK_BYTES);
        while (chunk.next()) {
            String problem = chunk.problem();
            if (problem != null) {
                throw chunk.corrupt(
                        problem,
                        BatchFormat.HEADER_BYTES <= chunk.bytes().length - chunk.start()
                                ? BatchFormat.baseOffset(chunk.bytes(), chunk.start())
                                : segment.baseOffset);
            }
            byte[] bytes = chunk.bytes();
            int start = chunk.start();
            if (BatchFormat.baseOffset(bytes, start) >= view.endOffset) {
                return -1;
            }
            if (BatchFormat.isControl(bytes, start) || BatchFormat.maxTimestamp(bytes, start) < timestampMs) {
                continue;
            }
            BatchCursor cursor = new BatchCursor(log.partition(), bytes, start, view.startOffset);
            while (cursor.next()) {
                if (cursor.timestamp() >= timestampMs) {
                    return cursor.offset();
                }
            }
        }
        return -1;
    }
}
