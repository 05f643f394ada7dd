package io.millrace.broker.segment;

import io.millrace.broker.batch.BatchFormat;
import io.millrace.broker.batch.ControlMarker;
import io.millrace.broker.disk.Disk;
import io.millrace.broker.disk.Rewriting;
import io.millrace.log.CorruptLogException;
import io.millrace.record.TopicPartition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Opens a partition's log: checks every batch behind the recovery point and rebuilds what follows from them. {@link #scan()} only reads;
 * whoever knows the decisions then says what to cut ({@link #cutTo}), and {@link #open()} makes the log. Confined to the opening thread.
 */
public final class LogRecovery {

    static final int CHUNK_BYTES = 1 << 20;
    private static final int NO_SEGMENT = -1;

    private final LogEnvironment environment;
    private final TopicPartition partition;
    private final String directory;
    private final String metadata;
    private final LogSettings settings;
    private final PartitionState from;

    private List<Segment> segments = new ArrayList<>();
    private ProducerStates producers = new ProducerStates();
    private List<CommitMarker> commitMarkers = new ArrayList<>();
    private long endOffset;
    private int active;
    private long activeEnd;
    private @Nullable LogDamage damage;
    private @Nullable PartitionDamage kept;

    /** A commit marker behind the recovery point. */
    public record CommitMarker(long commitNumber, long offset) {}

    public LogRecovery(
            LogEnvironment environment,
            TopicPartition partition,
            String directory,
            String metadata,
            LogSettings settings,
            PartitionState from) {
        this.environment = environment;
        this.partition = partition;
        this.directory = directory;
        this.metadata = metadata;
        this.settings = settings;
        this.from = from;
    }

    public TopicPartition partition() {
        return partition;
    }

    /** Offset behind the last whole batch. */
    public long endOffset() {
        return endOffset;
    }

    public long recoveryOffset() {
        return from.recoveryOffset();
    }

    public @Nullable LogDamage damage() {
        return damage;
    }

    /** What is damaged, if the partition is opened all the same. */
    public @Nullable PartitionDamage kept() {
        return kept;
    }

    /**
     * Gives up what is damaged, and nothing else: in its place goes an empty batch that takes the lost offsets. Transactions whose ends may be among what is lost are ended.
     * The log has to be scanned again.
     *
     * @param decided commits that wrote to this partition
     * @throws CorruptLogException if it is not known how they ended; nothing was changed
     */
    public void acceptLoss(List<LossRepair.Decided> decided) throws IOException {
        PartitionDamage lost = kept;
        if (lost == null) {
            throw new IllegalStateException("Nothing of " + partition + " is damaged");
        }
        LogDamage found = damage == null ? finder().missingEnd(segments, endOffset) : damage;
        closeFiles();
        LossRepair repair = new LossRepair(environment, directory, metadata, found, lost);
        if (found.wasDurable()) {
            repair.fillUp();
        } else {
            repair.replace(producers.openTransactions(), decided);
        }
    }

    /**
     * Looks at what is before the recovery point too, which {@link #scan} does not; what is damaged there is then {@link #kept()}.
     */
    public void scanOld() throws IOException {
        for (int i = 0; i < segments.size() && kept == null && damage == null; i++) {
            Segment segment = segments.get(i);
            if (segment.baseOffset < from.segmentBaseOffset()) {
                damage = finder().findOld(segment, segment.sizeBytes(), segments.get(i + 1).baseOffset);
            } else if (segment.baseOffset == from.segmentBaseOffset()) {
                damage = finder().findOld(segment, from.position(), from.recoveryOffset());
            }
            if (damage != null) {
                keepDamage(endOffset);
            }
        }
    }

    public List<CommitMarker> commitMarkers() {
        return commitMarkers;
    }

    /** Producers that have appended, with their newest epochs. */
    public Map<Long, Short> producerEpochs() {
        return producers.epochs();
    }

    /** Reads the log from the recovery point on. Changes nothing but what a compaction left half done, which makes no difference to what is in the log. */
    public void scan() throws IOException {
        closeFiles();
        SegmentSwap.recover(environment.disk(), directory);
        producers = from.decodeProducers();
        commitMarkers = new ArrayList<>();
        damage = null;
        kept = null;
        endOffset = from.recoveryOffset();
        openSegments();
        active = NO_SEGMENT;
        damage = finder().missing(segments);
        if (damage != null) {
            return;
        }
        for (int i = 0; i < segments.size() && damage == null; i++) {
            Segment segment = segments.get(i);
            if (segment.baseOffset >= from.segmentBaseOffset()) {
                active = i;
                scan(segment);
            }
        }
        if (damage != null) {
            damage = finder().completed(damage, segments);
        }
    }

    private DamageFinder finder() {
        return new DamageFinder(environment.disk(), directory, from);
    }

    private void openSegments() throws IOException {
        Disk disk = environment.disk();
        for (String name : disk.list(directory)) {
            long base = SegmentFiles.baseOffset(name);
            if (base >= 0) {
                segments.add(Segment.open(disk, environment.clock(), directory, settings, base));
            }
        }
    }

    private void scan(Segment segment) throws IOException {
        boolean isRecoverySegment = segment.baseOffset == from.segmentBaseOffset();
        long position = isRecoverySegment ? from.position() : 0;
        String misplaced = isRecoverySegment ? null : misplaced(segment);
        if (misplaced != null) {
            // What is missing is the end of the segment before.
            active = segments.indexOf(segment) - 1;
            Segment before = segments.get(active);
            activeEnd = before.sizeBytes();
            damage = finder().bad(before, activeEnd, endOffset, misplaced);
            return;
        }
        if (isRecoverySegment) {
            segment.reopen(position, endOffset, from.maxTimestamp(), from.maxTimestampOffset());
        } else {
            endOffset = segment.baseOffset;
            segment.reopen(0, endOffset, -1, 0);
        }
        ChunkReader chunk = new ChunkReader(segment, position, segment.sizeBytes(), CHUNK_BYTES);
        while (chunk.next()) {
            String problem = chunk.problem();
            if (problem == null && BatchFormat.baseOffset(chunk.bytes(), chunk.start()) != endOffset) {
                problem = "its offset is " + BatchFormat.baseOffset(chunk.bytes(), chunk.start()) + ", expected "
                        + endOffset;
            }
            if (problem != null) {
                activeEnd = chunk.position();
                damage = finder().bad(segment, chunk.position(), endOffset, problem);
                return;
            }
            accept(segment, chunk);
        }
        activeEnd = chunk.position();
    }

    /**
     * Why a segment does not go on where the one before it ends; null if it does. A power loss may take the end of one file and leave the next: offsets behind the
     * recovery point have no gaps, since only what is before it is ever compacted.
     */
    private @Nullable String misplaced(Segment segment) {
        if (segment.baseOffset < endOffset) {
            return "its first offset is in the segment before it";
        }
        return segment.baseOffset == endOffset
                ? null
                : "the end of the segment before it is missing, from offset " + endOffset + " on";
    }

    private void accept(Segment segment, ChunkReader chunk) {
        byte[] bytes = chunk.bytes();
        int start = chunk.start();
        if (BatchFormat.isControl(bytes, start)) {
            ControlMarker marker = ControlMarker.read(bytes, start);
            if (marker != null && marker.isCommit()) {
                commitMarkers.add(new CommitMarker(marker.commitNumber(), BatchFormat.baseOffset(bytes, start)));
            }
        }
        producers.appended(bytes, start);
        segment.indexBatch(bytes, start, chunk.position(), chunk.batchBytes());
        endOffset = BatchFormat.lastOffset(bytes, start) + 1;
    }

    /**
     * The partition is opened as it is, for reading up to the damage.
     *
     * @param knownEnd offset up to which there were records for certain
     */
    public void keepDamage(long knownEnd) throws IOException {
        LogDamage found = damage == null ? finder().missingEnd(segments, endOffset) : damage;
        long end = Math.max(endOffset, Math.max(knownEnd, found.nextOffset()));
        for (Segment segment : segments) {
            if (segment.baseOffset >= found.segmentBaseOffset()) {
                long position = segment.baseOffset == found.segmentBaseOffset() ? found.endPosition() : 0;
                end = DamagedTail.lastEnd(segment, position, end);
            }
        }
        endOffset = end;
        kept = new PartitionDamage(
                partition,
                found.file(),
                found.position(),
                found.endPosition(),
                found.offset(),
                found.hasWholeBatchBehind() ? found.nextOffset() : end,
                found.problem(),
                PartitionDamage.restoreOrAccept(partition));
    }

    /** Cuts off the batch at {@link #damage()} and all behind it. */
    public void cutDamage() throws IOException {
        if (damage != null) {
            cut(active, activeEnd);
        }
    }

    /** Cuts off {@code offset} and all behind it, and reads the log again. The offset is that of a batch behind the recovery point. */
    public void cutTo(long offset) throws IOException {
        for (Segment segment : List.copyOf(segments)) {
            if (segment.baseOffset < from.segmentBaseOffset()) {
                continue;
            }
            long position = segment.baseOffset == from.segmentBaseOffset() ? from.position() : 0;
            ChunkReader chunk = new ChunkReader(segment, position, segment.sizeBytes(), CHUNK_BYTES);
            while (chunk.next() && chunk.problem() == null) {
                if (BatchFormat.lastOffset(chunk.bytes(), chunk.start()) >= offset) {
                    cut(segments.indexOf(segment), chunk.position());
                    return;
                }
            }
        }
    }

    private void cut(int index, long position) throws IOException {
        // The later ones go first, the last one first: what a crash in between leaves behind is cut by the next
        // recovery.
        while (segments.size() > index + 1) {
            segments.remove(segments.size() - 1).delete();
        }
        if (index > 0 && position == 0 && segments.get(index).baseOffset != from.segmentBaseOffset()) {
            segments.remove(index).delete();
        } else if (index != NO_SEGMENT) {
            segments.get(index).truncate(position);
            segments.get(index).log.sync();
        }
        // Whatever the durability: were the cut undone by a power loss, dropped records would come back and pass for
        // committed, since commit
        // numbers are given out again.
        environment.disk().syncDirectory(directory);
        scan();
    }

    /** Writes what is behind the recovery point again: see {@link Rewriting}. */
    public void rewrite() throws IOException {
        for (Segment segment : segments) {
            if (segment.baseOffset >= from.segmentBaseOffset()) {
                boolean isRecoverySegment = segment.baseOffset == from.segmentBaseOffset();
                Rewriting.rewrite(segment.log, isRecoverySegment ? from.position() : 0);
            }
        }
    }

    /** The log, ready for appends. Where it starts, and how far it is compacted, is known from elsewhere. */
    public PartitionLog open(long knownStartOffset, CompactionState compaction) throws IOException {
        for (int i = 0; i + 1 < segments.size() && kept == null; i++) {
            if (!segments.get(i).isClosed()) {
                segments.get(i).close(true);
            }
        }
        long start = Math.max(from.startOffset(), knownStartOffset);
        if (segments.isEmpty() && kept == null) {
            PartitionDirectory.remove(environment.disk(), directory);
        }
        PartitionLog log = new PartitionLog(
                environment,
                partition,
                directory,
                metadata,
                settings,
                new RecoveredLog(segments, Math.min(start, endOffset), endOffset, from, producers, kept));
        log.compaction().note(compaction);
        return log;
    }

    /** Closes the files of a log that is not opened. */
    public void closeFiles() throws IOException {
        for (Segment segment : segments) {
            segment.log.close();
        }
        segments = new ArrayList<>();
    }
}
