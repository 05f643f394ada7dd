package io.millrace.broker.segment;

import io.millrace.broker.batch.BatchFormat;
import io.millrace.broker.batch.ByteWriter;
import io.millrace.broker.batch.ClosedBatch;
import io.millrace.broker.batch.ControlMarker;
import io.millrace.log.BrokerUnavailableException;
import io.millrace.log.Isolation;
import io.millrace.log.RecordTooLargeException;
import io.millrace.log.UnknownTopicException;
import io.millrace.record.TopicPartition;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The log of one partition. Safe from any thread: writers take turns, readers work on the published {@link LogView}. Files are made at
 * the first append.
 */
public final class PartitionLog {

    private final LogEnvironment environment;
    private final TopicPartition partition;
    private final String directory;
    private volatile LogSettings settings;

    private final ReentrantLock writer = new ReentrantLock();
    // The fields below are guarded by the writer's lock.
    private final ProducerStates producers;
    private final LogTail tail;
    private final LogSegments segments;
    private long startOffset;
    private long endOffset;
    private boolean deleted;

    private volatile LogView view;

    private final @Nullable PartitionDamage damage;
    private final UnsyncedFiles unsynced;
    // The last recovery point that is durable. What is before it may be removed and rewritten: no recovery looks at it.
    private volatile PartitionState durablePoint;

    private final LogCompaction compaction;
    private final LogRetention retention;

    private final Listeners listeners = new Listeners();

    PartitionLog(
            LogEnvironment environment,
            TopicPartition partition,
            String directory,
            String metadata,
            LogSettings settings,
            RecoveredLog recovered) {
        this.environment = environment;
        this.partition = partition;
        this.directory = directory;
        this.settings = settings;
        producers = recovered.producers();
        startOffset = recovered.startOffset();
        endOffset = recovered.endOffset();
        damage = recovered.damage();
        durablePoint = recovered.from();
        unsynced = new UnsyncedFiles(environment.disk(), directory, writer, durablePoint.recoveryOffset());
        segments = new LogSegments(environment, partition, directory, metadata, unsynced, recovered.segments());
        segments.noteUnsynced(endOffset);
        tail = new LogTail(environment.tailCache());
        compaction = new LogCompaction(this, environment, directory, unsynced);
        retention = new LogRetention(this, environment.clock(), unsynced);
        view = currentView();
    }

    public TopicPartition partition() {
        return partition;
    }

    public LogSettings settings() {
        return settings;
    }

    /** What is damaged; then the log takes no writes until it is mended and the broker opened again. Null if all is well. */
    public @Nullable PartitionDamage damage() {
        return damage;
    }

    /** Goes on with other settings. Segments that exist keep their files as they are. */
    public void change(LogSettings newSettings) {
        settings = newSettings;
    }

    public long startOffset() {
        return view.startOffset;
    }

    public long endOffset(Isolation isolation) {
        return view.limit(isolation);
    }

    /** Everything before it is durable. */
    public long syncedOffset() {
        return unsynced.syncedOffset();
    }

    LogView view() {
        return view;
    }

    private LogView currentView() {
        long stable = producers.lastStableOffset(endOffset);
        return new LogView(startOffset, endOffset, stable, deleted, segments.list(), producers.aborted(), tail, damage);
    }

    private void publish() {
        view = currentView();
    }

    // ---- appending ----

    /**
     * Appends a batch. Its array belongs to the log from now on.
     *
     * @return offset of its last record; the original one if the same batch was appended before
     * @throws BrokerUnavailableException if it could not be written; nothing was appended
     * @throws io.millrace.log.CorruptLogException if the log is damaged; nothing was appended
     */
    public long append(ClosedBatch batch) {
        if (batch.sizeBytes() > settings.messageBytesMax() + BatchFormat.HEADER_BYTES) {
            throw new RecordTooLargeException("A batch of " + batch.sizeBytes() + " bytes for " + partition
                    + " is larger than max.message.bytes, which is " + settings.messageBytesMax());
        }
        long last;
        writer.lock();
        try {
            requireWritable();
            environment.reserve().requireRoom();
            last = producers.check(batch.bytes(), 0, partition.toString());
            if (last != ProducerStates.NOT_A_DUPLICATE) {
                return last;
            }
            last = write(batch);
            publish();
        } finally {
            writer.unlock();
        }
        listeners.signal();
        return last;
    }

    /**
     * Ends the producer's transaction in this partition; nothing if none is open.
     *
     * @throws BrokerUnavailableException if the marker could not be written; the transaction stays open
     */
    public void appendMarker(ControlMarker marker, long producerId, short producerEpoch, long timestamp) {
        writer.lock();
        try {
            if (deleted || producers.openSince(producerId) == ProducerState.NONE) {
                return;
            }
            requireWritable();
            write(marker.toBatch(timestamp, producerId, producerEpoch));
            publish();
        } finally {
            writer.unlock();
        }
        listeners.signal();
    }

    private void requireWritable() {
        if (deleted) {
            throw new UnknownTopicException("Topic " + partition.topic() + " was deleted");
        }
        if (damage != null) {
            throw damage.error();
        }
        environment.health().requireWritable();
    }

    private long write(ClosedBatch batch) {
        byte[] bytes = batch.bytes();
        long base = endOffset;
        long last = base + BatchFormat.offsetCount(bytes, 0) - 1;
        BatchFormat.place(bytes, 0, base, environment.logEpoch().get());
        segments.append(batch, base, last, settings);
        producers.appended(bytes, 0);
        endOffset = last + 1;
        tail.add(new TailBatch(base, last, bytes));
        environment.appendedBytes().addAndGet(batch.sizeBytes());
        return last;
    }

    // ---- durability ----

    /** Makes everything appended so far durable. */
    public void sync() throws IOException {
        unsynced.sync(() -> endOffset);
    }

    /** The present end as a recovery point; true once {@link #sync()} has been called after this. Also saves the index so far. */
    public PartitionState recoveryPoint() throws IOException {
        writer.lock();
        try {
            if (segments.isEmpty()) {
                return PartitionState.EMPTY;
            }
            Segment active = segments.active();
            active.saveIndex();
            ByteWriter encoded = new ByteWriter(64);
            producers.writeTo(encoded);
            return new PartitionState(
                    startOffset,
                    endOffset,
                    active.baseOffset,
                    active.sizeBytes(),
                    active.maxTimestamp(),
                    active.maxTimestampOffset(),
                    encoded.toByteArray());
        } finally {
            writer.unlock();
        }
    }

    /** Base offset of the segment that the last durable recovery point is in. */
    long durableSegment() {
        return durablePoint.segmentBaseOffset();
    }

    /** A snapshot with this recovery point is durable. */
    public void recoveryPointIsDurable(PartitionState point) {
        durablePoint = point;
    }

    // ---- transactions ----

    /** Transactions that have no marker yet, in order of their first offsets. */
    public List<OpenTransaction> openTransactions() {
        writer.lock();
        try {
            return producers.openTransactions();
        } finally {
            writer.unlock();
        }
    }

    /** Forgets a producer that will not append again. */
    public void forgetProducer(long producerId) {
        writer.lock();
        try {
            producers.forget(producerId);
        } finally {
            writer.unlock();
        }
    }

    // ---- deleting ----

    /** Makes records before {@code beforeOffset} unreadable; their segments go with {@link LogRetention#dropUnreadableSegments}. */
    public void deleteRecords(long beforeOffset) {
        writer.lock();
        try {
            if (beforeOffset > endOffset) {
                throw new IllegalArgumentException("Cannot delete records of " + partition + " before " + beforeOffset
                        + ": the log ends at " + endOffset);
            }
            if (beforeOffset > startOffset) {
                startOffset = beforeOffset;
                producers.deletedBefore(beforeOffset);
                tail.releaseBefore(beforeOffset);
                publish();
            }
        } finally {
            writer.unlock();
        }
    }

    /**
     * Closes the active segment, so that it can go or be compacted, if it is older than {@code segment.ms} or all in it has expired.
     *
     * @throws BrokerUnavailableException if no new segment can be made; the old one stays in use
     */
    public void rollIfDue() {
        writer.lock();
        try {
            LogSettings now = settings;
            if (!deleted && !segments.isEmpty() && segments.isRollDue(now)) {
                requireWritable();
                segments.roll(endOffset, now);
                publish();
            }
        } finally {
            writer.unlock();
        }
    }

    /** What may leave. */
    public LogRetention retention() {
        return retention;
    }

    /** Takes the first segment out of use, if nobody can read it and no recovery looks at it; null if it stays. Its file is the caller's to remove. */
    @Nullable
    Segment takeUnreadable() {
        writer.lock();
        try {
            long unneeded = Math.min(startOffset, durablePoint.startOffset());
            Segment first = segments.takeFirst(unneeded, durablePoint.segmentBaseOffset());
            if (first != null) {
                publish();
            }
            return first;
        } finally {
            writer.unlock();
        }
    }

    // ---- compacting ----

    /** What is, and can be, compacted. */
    public LogCompaction compaction() {
        return compaction;
    }

    Map<Long, Long> lastOffsetsOfProducers() {
        writer.lock();
        try {
            return producers.lastOffsets();
        } finally {
            writer.unlock();
        }
    }

    /** The segment has taken the place of others, which end at {@code endOffset}, on the disk. */
    void replaced(List<Segment> old, Segment fresh, long endOffset, Set<Long> droppedMarkers) {
        writer.lock();
        try {
            segments.replace(old, fresh);
            // What is in memory is from before; it must not meet the shorter list of aborted transactions.
            tail.releaseBefore(endOffset);
            producers.forgetAborted(droppedMarkers);
            publish();
        } finally {
            writer.unlock();
        }
    }

    /** Takes the log out of use and removes its files. */
    public void delete() throws IOException {
        List<Segment> all;
        writer.lock();
        try {
            deleted = true;
            all = segments.takeAll();
            tail.releaseBefore(Long.MAX_VALUE);
            startOffset = endOffset;
            publish();
        } finally {
            writer.unlock();
        }
        unsynced.whileNoneSyncs(() -> {
            for (Segment segment : all) {
                segment.delete();
            }
            PartitionDirectory.remove(environment.disk(), directory);
        });
        listeners.signal();
    }

    /** Closes the files. */
    public void close() throws IOException {
        writer.lock();
        try {
            segments.close();
        } finally {
            writer.unlock();
        }
    }

    // ---- reading ----

    /** First readable offset whose record's timestamp is at least {@code timestampMs}. */
    public OptionalLong offsetForTime(long timestampMs) {
        return TimeLookup.find(this, timestampMs);
    }

    /** Calls {@code listener} after each append, on the appending thread; it must be quick. */
    public void addListener(Runnable listener) {
        listeners.add(listener);
    }

    public void removeListener(Runnable listener) {
        listeners.remove(listener);
    }
}
