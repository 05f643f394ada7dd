package io.millrace.runtime.global;

import io.millrace.log.LogBroker;
import io.millrace.log.TombstoneHold;
import io.millrace.log.TopicAdmin;
import io.millrace.record.TopicPartition;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far a global store has read its topic: the last record of each partition that is in the store. Kept with the store's rows, so that a restart reads only what
 * came later. Confined to the global task's thread.
 *
 * <p>Format, big-endian: version (1 byte, 1), topic id (16), log epoch (4), commit number (8), number of partitions (4), then each partition (4) and offset (8).
 */
final class GlobalOffsets {

    private static final byte VERSION = 1;
    private static final int HEAD_BYTES = 1 + 16 + Integer.BYTES + Long.BYTES + Integer.BYTES;

    private final UUID topicId;
    private final int epoch;
    private final long commitNumber;
    private final Map<Integer, Long> lastOffsets;

    private GlobalOffsets(UUID topicId, int epoch, long commitNumber, Map<Integer, Long> lastOffsets) {
        this.topicId = topicId;
        this.epoch = epoch;
        this.commitNumber = commitNumber;
        this.lastOffsets = lastOffsets;
    }

    /** Nothing has been read. */
    static GlobalOffsets none(UUID topicId) {
        return new GlobalOffsets(topicId, 0, -1, new TreeMap<>());
    }

    /** Notes the last record of a partition that is in the store. */
    void read(int partition, long offset) {
        lastOffsets.put(partition, offset);
    }

    /** Offset from which on a partition has to be read. */
    long next(int partition) {
        return lastOffsets.getOrDefault(partition, -1L) + 1;
    }

    /** Offset of the last record of each partition that is in the store. */
    Map<Integer, Long> lastOffsets() {
        return lastOffsets;
    }

    /** The bytes to keep. What the log says of itself now bounds what was read before. */
    byte[] encode(TopicAdmin topics) {
        ByteBuffer buffer = ByteBuffer.allocate(HEAD_BYTES + lastOffsets.size() * (Integer.BYTES + Long.BYTES))
                .put(VERSION)
                .putLong(topicId.getMostSignificantBits())
                .putLong(topicId.getLeastSignificantBits())
                .putInt(topics.epoch())
                .putLong(topics.lastCommitNumber())
                .putInt(lastOffsets.size());
        lastOffsets.forEach((partition, offset) -> buffer.putInt(partition).putLong(offset));
        return buffer.array();
    }

    /** What was kept; empty if that is nothing, or in a format that this version does not know. */
    static Optional<GlobalOffsets> decode(byte @Nullable [] bytes) {
        if (bytes == null || bytes.length < HEAD_BYTES || bytes[0] != VERSION) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        UUID topicId = new UUID(buffer.getLong(), buffer.getLong());
        int epoch = buffer.getInt();
        long commitNumber = buffer.getLong();
        Map<Integer, Long> offsets = new TreeMap<>();
        for (int left = buffer.getInt(); left > 0; left--) {
            offsets.put(buffer.getInt(), buffer.getLong());
        }
        return Optional.of(new GlobalOffsets(topicId, epoch, commitNumber, offsets));
    }

    /** Why the store cannot go on from here; empty if it can. */
    Optional<String> reasonToReload(String topic, UUID idNow, LogBroker broker) {
        if (!topicId.equals(idNow)) {
            return Optional.of("the topic was deleted and made anew");
        }
        TopicAdmin topics = broker.topics();
        for (Map.Entry<Integer, Long> entry : lastOffsets.entrySet()) {
            TopicPartition partition = new TopicPartition(topic, entry.getKey());
            long last = entry.getValue();
            if (topics.startOffset(partition) > last + 1) {
                return Optional.of("records of " + partition + " from " + (last + 1)
                        + " on were deleted before they were read, deletions of keys perhaps among them");
            }
            try (TombstoneHold hold = topics.holdTombstones(partition, last + 1)) {
                if (hold.droppedBefore() > last + 1) {
                    return Optional.of("deletions of keys in " + partition + " before offset " + hold.droppedBefore()
                            + " were compacted away before the store had read them");
                }
            }
            if (!topics.isContinued(partition, epoch, commitNumber, last)) {
                return Optional.of("the log has lost records of " + partition + " that the store had read");
            }
        }
        return Optional.empty();
    }
}
