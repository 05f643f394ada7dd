package io.millrace.broker.commitlog;

import io.millrace.broker.batch.ByteReader;
import io.millrace.broker.batch.ByteWriter;
import io.millrace.broker.segment.CompactionState;
import io.millrace.broker.segment.PartitionState;
import io.millrace.broker.topic.PartitionId;
import io.millrace.log.CommittedOffset;
import io.millrace.log.GroupMembership;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Entries to bytes and back. Stateless. */
final class EntryCodec {

    /** Length and CRC. */
    static final int FRAME_BYTES = 8;

    private static final int SOUGHT_BYTES_MAX = 1 << 20;

    private static final int TOPIC_CREATED = 1;
    private static final int TOPIC_DELETED = 2;
    private static final int PRODUCER_IDS_RESERVED = 3;
    private static final int PRODUCER_EPOCH_GRANTED = 4;
    private static final int DECISION = 5;
    private static final int OFFSETS_COMMITTED = 6;
    private static final int LOG_START_MOVED = 7;
    private static final int DURABLE_ENDS = 8;
    private static final int EPOCH_STARTED = 9;
    private static final int OPENED = 10;
    private static final int RECOVERY_POINT = 11;
    private static final int SNAPSHOT_END = 12;
    private static final int COMPACTED = 13;

    private EntryCodec() {}

    // ---- writing ----

    static void write(LogEntry entry, ByteWriter out) {
        int frame = out.size();
        out.int32(0);
        out.int32(0);
        writeBody(entry, out);
        int length = out.size() - frame - FRAME_BYTES;
        out.int32At(frame, length);
        out.int32At(frame + 4, crc(length, out.array(), frame + FRAME_BYTES));
    }

    private static int crc(int length, byte[] bytes, int start) {
        CRC32C crc = new CRC32C();
        crc.update(length >>> 24);
        crc.update(length >>> 16);
        crc.update(length >>> 8);
        crc.update(length);
        crc.update(bytes, start, length);
        return (int) crc.getValue();
    }

    private static void writeBody(LogEntry entry, ByteWriter out) {
        if (entry instanceof LogEntry.Decision decision) {
            writeDecision(decision, out);
        } else if (entry instanceof LogEntry.OffsetsCommitted offsets) {
            out.int8(OFFSETS_COMMITTED);
            out.varlong(offsets.commitNumber());
            writeMembership(offsets.membership(), out);
            writeInputs(offsets.inputs(), out);
            writeEnds(offsets.outputs(), out);
        } else if (entry instanceof LogEntry.LogStartMoved moved) {
            out.int8(LOG_START_MOVED);
            writeEnd(moved.start(), out);
        } else if (entry instanceof LogEntry.DurableEnds durable) {
            out.int8(DURABLE_ENDS);
            writeEnds(durable.ends(), out);
        } else {
            writeRareBody(entry, out);
        }
    }

    private static void writeRareBody(LogEntry entry, ByteWriter out) {
        if (entry instanceof LogEntry.TopicCreated topic) {
            writeTopic(topic, out);
        } else if (entry instanceof LogEntry.TopicDeleted topic) {
            out.int8(TOPIC_DELETED);
            out.varint(topic.number());
        } else if (entry instanceof LogEntry.ProducerIdsReserved ids) {
            out.int8(PRODUCER_IDS_RESERVED);
            out.varlong(ids.next());
        } else if (entry instanceof LogEntry.ProducerEpochGranted grant) {
            out.int8(PRODUCER_EPOCH_GRANTED);
            out.text(grant.transactionalId());
            out.varlong(grant.producerId());
            out.int16(grant.epoch());
        } else if (entry instanceof LogEntry.EpochStarted epoch) {
            out.int8(EPOCH_STARTED);
            out.varint(epoch.epoch());
            out.varlong(epoch.lastCommitNumber());
            writeEnds(epoch.ends(), out);
        } else if (entry instanceof LogEntry.Opened opened) {
            out.int8(OPENED);
            out.text(opened.incarnation());
            out.int8(opened.syncsCommits() ? 1 : 0);
        } else if (entry instanceof LogEntry.RecoveryPoint point) {
            out.int8(RECOVERY_POINT);
            writePartition(point.partition(), out);
            point.state().writeTo(out);
        } else if (entry instanceof LogEntry.Compacted compacted) {
            out.int8(COMPACTED);
            writePartition(compacted.partition(), out);
            out.varlong(compacted.state().gapsBelow());
            out.varlong(compacted.state().droppedUpTo());
            out.varlong(compacted.state().cleanedUpTo());
        } else if (entry instanceof LogEntry.SnapshotEnd end) {
            out.int8(SNAPSHOT_END);
            out.varlong(end.lastCommitNumber());
            out.varint(end.nextTopicNumber());
        }
    }

    private static void writeTopic(LogEntry.TopicCreated topic, ByteWriter out) {
        out.int8(TOPIC_CREATED);
        out.varint(topic.number());
        out.text(topic.name());
        out.int64(topic.id().getMostSignificantBits());
        out.int64(topic.id().getLeastSignificantBits());
        out.varint(topic.partitionCount());
        out.varint(topic.config().size());
        new TreeMap<>(topic.config()).forEach((key, value) -> {
            out.text(key);
            out.text(value);
        });
    }

    private static void writeDecision(LogEntry.Decision decision, ByteWriter out) {
        out.int8(DECISION);
        out.varlong(decision.commitNumber());
        out.varlong(decision.producerId());
        out.int16(decision.producerEpoch());
        out.varlong(decision.transactionNumber());
        writeEnds(decision.touchedEnds(), out);
        GroupMembership membership = decision.membership();
        out.int8(membership == null ? 0 : 1);
        if (membership != null) {
            writeMembership(membership, out);
            writeInputs(decision.inputs(), out);
        }
    }

    private static void writePartition(PartitionId partition, ByteWriter out) {
        out.varint(partition.topicNumber());
        out.varint(partition.partition());
    }

    private static void writeEnd(LogEntry.PartitionEnd end, ByteWriter out) {
        writePartition(end.partition(), out);
        out.varlong(end.offset());
    }

    private static void writeEnds(List<LogEntry.PartitionEnd> ends, ByteWriter out) {
        out.varint(ends.size());
        for (LogEntry.PartitionEnd end : ends) {
            writeEnd(end, out);
        }
    }

    private static void writeMembership(GroupMembership membership, ByteWriter out) {
        out.text(membership.group());
        out.text(membership.memberId());
        out.varint(membership.generation());
    }

    private static void writeInputs(List<LogEntry.InputOffset> inputs, ByteWriter out) {
        out.varint(inputs.size());
        for (LogEntry.InputOffset input : inputs) {
            writePartition(input.partition(), out);
            out.varlong(input.committed().offset());
            out.text(input.committed().metadata());
        }
    }

    // ---- reading ----

    /** Size of the whole entry at {@code start}, frame included; -1 if there is none that is whole. */
    static int sizeOfWhole(byte[] bytes, int start, int end) {
        if (end - start <= FRAME_BYTES) {
            return -1;
        }
        ByteReader frame = new ByteReader(bytes, start, end);
        int length = frame.int32();
        int crc = frame.int32();
        if (length <= 0 || length > end - start - FRAME_BYTES || crc != crc(length, bytes, start + FRAME_BYTES)) {
            return -1;
        }
        return length + FRAME_BYTES;
    }

    /** A quick look that rules most positions out before a CRC is computed. */
    static boolean looksLikeEntry(byte[] bytes, int start, int end) {
        ByteReader in = new ByteReader(bytes, start, end);
        int length = in.int32();
        in.int32();
        int type = in.int8();
        return length > 0 && length <= SOUGHT_BYTES_MAX && type >= TOPIC_CREATED && type <= SNAPSHOT_END;
    }

    /** Reads an entry that was found to be whole; null if it is of a type that this version does not know. */
    static @Nullable LogEntry read(byte[] bytes, int start, int end) {
        ByteReader in = new ByteReader(bytes, start + FRAME_BYTES, end);
        return switch (in.int8()) {
            case TOPIC_CREATED -> readTopic(in);
            case TOPIC_DELETED -> new LogEntry.TopicDeleted(in.varint());
            case PRODUCER_IDS_RESERVED -> new LogEntry.ProducerIdsReserved(in.varlong());
            case PRODUCER_EPOCH_GRANTED -> new LogEntry.ProducerEpochGranted(in.text(), in.varlong(), in.int16());
            case DECISION -> readDecision(in);
            case OFFSETS_COMMITTED ->
                new LogEntry.OffsetsCommitted(in.varlong(), readMembership(in), readInputs(in), readEnds(in));
            case LOG_START_MOVED -> new LogEntry.LogStartMoved(readEnd(in));
            case DURABLE_ENDS -> new LogEntry.DurableEnds(readEnds(in));
            case EPOCH_STARTED -> new LogEntry.EpochStarted(in.varint(), in.varlong(), readEnds(in));
            case OPENED -> new LogEntry.Opened(in.text(), in.int8() != 0);
            case RECOVERY_POINT -> new LogEntry.RecoveryPoint(readPartition(in), PartitionState.readFrom(in));
            case COMPACTED ->
                new LogEntry.Compacted(
                        readPartition(in), new CompactionState(in.varlong(), in.varlong(), in.varlong()));
            case SNAPSHOT_END -> new LogEntry.SnapshotEnd(in.varlong(), in.varint());
            default -> null;
        };
    }

    private static LogEntry readTopic(ByteReader in) {
        int number = in.varint();
        String name = in.text();
        UUID id = new UUID(in.int64(), in.int64());
        int partitionCount = in.varint();
        Map<String, String> config = new TreeMap<>();
        int count = in.varint();
        for (int i = 0; i < count; i++) {
            config.put(in.text(), in.text());
        }
        return new LogEntry.TopicCreated(number, name, id, partitionCount, config);
    }

    private static LogEntry readDecision(ByteReader in) {
        long commitNumber = in.varlong();
        long producerId = in.varlong();
        short epoch = in.int16();
        long transaction = in.varlong();
        List<LogEntry.PartitionEnd> ends = readEnds(in);
        boolean hasInputs = in.int8() != 0;
        return new LogEntry.Decision(
                commitNumber,
                producerId,
                epoch,
                transaction,
                ends,
                hasInputs ? readMembership(in) : null,
                hasInputs ? readInputs(in) : List.of());
    }

    private static PartitionId readPartition(ByteReader in) {
        return new PartitionId(in.varint(), in.varint());
    }

    private static LogEntry.PartitionEnd readEnd(ByteReader in) {
        return new LogEntry.PartitionEnd(readPartition(in), in.varlong());
    }

    private static List<LogEntry.PartitionEnd> readEnds(ByteReader in) {
        int count = in.varint();
        List<LogEntry.PartitionEnd> ends = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ends.add(readEnd(in));
        }
        return ends;
    }

    private static GroupMembership readMembership(ByteReader in) {
        return new GroupMembership(in.text(), in.text(), in.varint());
    }

    private static List<LogEntry.InputOffset> readInputs(ByteReader in) {
        int count = in.varint();
        List<LogEntry.InputOffset> inputs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            inputs.add(new LogEntry.InputOffset(readPartition(in), new CommittedOffset(in.varlong(), in.text())));
        }
        return inputs;
    }
}
