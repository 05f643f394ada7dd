package io.millrace.broker.segment;

import io.millrace.broker.batch.BatchFormat;
import io.millrace.broker.batch.ByteWriter;
import io.millrace.broker.batch.ClosedBatch;
import io.millrace.broker.batch.ControlMarker;
import io.millrace.broker.disk.DiskFile;
import io.millrace.log.BrokerUnavailableException;
import io.millrace.log.Isolation;
import io.millrace.log.RecordTooLargeException;
import io.millrace.log.UnknownTopicException;
import io.millrace.record.TopicPartition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of one partition. Safe from any thread: writers take turns, readers work on the published {@link LogView}. Files are made at
 * the first append.
 */
public final class PartitionLog {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionLog.class);

    private final LogEnvironment environment;
    private final TopicPartition partition;
    private final String directory;
    private final String metadata;
    private volatile LogSettings settings;

    private final ReentrantLock writer = new ReentrantLock();
    // The fields below are guarded by the writer's lock.
    private final ProducerStates producers;
    private final LogTail tail;
    private List<Segment> segments;
    private long startOffset;
    private long endOffset;
    private boolean deleted;

    private volatile LogView view;

    private final @Nullable PartitionDamage damage;
    private final UnsyncedFiles unsynced;
    // The last recovery point that is durable. What is before it may be removed and rewritten: no recovery looks at it.
    private volatile PartitionState durablePoint;

    private final LogCompaction compaction;

    private final Listeners listeners = new Listeners();

    /**
     * What a partition's log starts from.
     *
     * @param segments in order of offsets; all but the last one closed
     * @param damage null if there is none; else the log is for reading only
     */
    record Start(
            List<Segment> segments,
            long startOffset,
            long endOffset,
            PartitionState recoveredFrom,
            ProducerStates producers,
            @Nullable PartitionDamage damage) {}

    PartitionLog(
            LogEnvironment environment,
            TopicPartition partition,
            String directory,
            String metadata,
            LogSettings settings,
            Start start) {
        this.environment = environment;
        this.partition = partition;
        this.directory = directory;
        this.metadata = metadata;
        this.settings = settings;
        producers = start.producers();
        segments = List.copyOf(start.segments());
        startOffset = start.startOffset();
        endOffset = start.endOffset();
        damage = start.damage();
        durablePoint = start.recoveredFrom();
        long syncedOffset = durablePoint.recoveryOffset();
        unsynced = new UnsyncedFiles(environment.disk(), directory, writer, syncedOffset);
        if (!segments.isEmpty() && (endOffset > syncedOffset || isEmpty(segments.get(segments.size() - 1)))) {
            // A process that was killed may have made the last file without syncing its name, even if it wrote nothing
            // to it.
            segments.forEach(unsynced::written);
            unsynced.directoryMade();
        }
        tail = new LogTail(environment.tailCache());
        compaction = new LogCompaction(this, environment, directory, unsynced);
        view = currentView();
    }

    private static boolean isEmpty(Segment segment) {
        return segment.sizeBytes() == 0;
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
        return new LogView(startOffset, endOffset, stable, deleted, segments, producers.aborted(), tail, damage);
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
        PartitionDamage found = damage;
        if (found != null) {
            throw found.error();
        }
        environment.health().requireWritable();
    }

    private long write(ClosedBatch batch) {
        byte[] bytes = batch.bytes();
        long base = endOffset;
        long last = base + BatchFormat.offsetCount(bytes, 0) - 1;
        BatchFormat.place(bytes, 0, base, environment.logEpoch().get());
        Segment segment = segmentFor(batch.sizeBytes(), base, last);
        // Also if it fails: what is cut off again must not come back below a later segment that is synced.
        unsynced.written(segment);
        try {
            segment.append(bytes, batch.sizeBytes(), environment.clock());
        } catch (IOException e) {
            throw undoWrite(segment, batch.sizeBytes(), e);
        }
        producers.appended(bytes, 0);
        endOffset = last + 1;
        tail.add(new TailBatch(base, last, bytes));
        environment.appendedBytes().addAndGet(batch.sizeBytes());
        return last;
    }

    private BrokerUnavailableException undoWrite(Segment segment, int batchBytes, IOException failure) {
        environment.reserve().writeFailed(failure);
        try {
            segment.cutBack();
        } catch (IOException e) {
            failure.addSuppressed(e);
            return environment.health().fail("A partial write to " + segment.path() + " could not be cut off", failure);
        }
        return new BrokerUnavailableException(
                batchBytes + " bytes could not be written to " + segment.path() + " at position " + segment.sizeBytes()
                        + " (" + failure.getMessage()
                        + "). None of them were kept, all earlier data is safe. Free space on the"
                        + " disk, or mend its permissions, and try again.",
                failure);
    }

    private Segment segmentFor(int batchBytes, long baseOffset, long lastOffset) {
        try {
            if (segments.isEmpty()) {
                makeDirectory();
                return addSegment(baseOffset);
            }
            Segment active = segments.get(segments.size() - 1);
            LogSettings now = settings;
            if (active.hasRoomFor(batchBytes, lastOffset, now.segmentBytes())
                    && !active.isOld(environment.clock().monotonicNanos(), now.segmentMs())) {
                return active;
            }
            warnOfImplausibleTime(active);
            active.close(true);
            return addSegment(baseOffset);
        } catch (IOException e) {
            throw noNewSegment(e);
        }
    }

    private BrokerUnavailableException noNewSegment(IOException cause) {
        environment.reserve().writeFailed(cause);
        return new BrokerUnavailableException(
                "A new segment could not be made in " + environment.disk().describe(directory) + " ("
                        + cause.getMessage()
                        + "). All earlier data is safe. Free space on the disk, or mend its permissions, and try again.",
                cause);
    }

    private void makeDirectory() throws IOException {
        environment.disk().makeDirectories(directory);
        byte[] text = metadata.getBytes(StandardCharsets.UTF_8);
        try (DiskFile file = environment.disk().open(directory + "/" + SegmentFiles.METADATA)) {
            file.write(0, text, 0, text.length);
        }
        unsynced.directoryMade();
    }

    private Segment addSegment(long baseOffset) throws IOException {
        Segment segment = Segment.create(environment.disk(), environment.clock(), directory, settings, baseOffset);
        List<Segment> more = new ArrayList<>(segments);
        more.add(segment);
        segments = List.copyOf(more);
        unsynced.named();
        return segment;
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
            Segment active = segments.get(segments.size() - 1);
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

    /** A transaction without an end. */
    public record OpenTransaction(long producerId, short producerEpoch, long firstOffset) {}

    /** Transactions that have no marker yet, in order of their first offsets. */
    public List<OpenTransaction> openTransactions() {
        writer.lock();
        try {
            return producers.openTransactions().stream()
                    .map(open -> new OpenTransaction(open.producerId(), open.epoch(), open.firstOffset()))
                    .toList();
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

    /** Makes records before {@code beforeOffset} unreadable; their segments go with {@link #dropUnreadableSegments}. */
    public void deleteRecords(long beforeOffset) {
        writer.lock();
        try {
            if (beforeOffset > endOffset) {
                throw new IllegalArgumentException("Cannot delete records of " + partition + " before " + beforeOffset
                        + ": the log ends at " + endOffset);
            }
            if (beforeOffset <= startOffset) {
                return;
            }
            startOffset = beforeOffset;
            producers.deletedBefore(beforeOffset);
            tail.releaseBefore(beforeOffset);
            publish();
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
            if (deleted || segments.isEmpty()) {
                return;
            }
            Segment active = segments.get(segments.size() - 1);
            LogSettings now = settings;
            long timeMs = Retention.timeMs(active.maxTimestamp(), active.lastAppendMs());
            boolean isExpired = !isEmpty(active)
                    && Retention.isNewestExpired(
                            now.retention(), timeMs, environment.clock().wallMs());
            long ageMaxMs = now.compaction().isOn()
                    ? Math.min(now.segmentMs(), now.compaction().maxLagMs())
                    : now.segmentMs();
            if (isExpired || active.isOld(environment.clock().monotonicNanos(), ageMaxMs)) {
                requireWritable();
                warnOfImplausibleTime(active);
                active.close(true);
                addSegment(endOffset);
                publish();
            }
        } catch (IOException e) {
            throw noNewSegment(e);
        } finally {
            writer.unlock();
        }
    }

    private void warnOfImplausibleTime(Segment segment) {
        if (!Retention.isPlausible(segment.maxTimestamp(), segment.lastAppendMs())) {
            LOG.warn(
                    "{} has records with timestamp {}, far ahead of the time {} at which they were written: the age of {} counts from that time",
                    partition,
                    segment.maxTimestamp(),
                    segment.lastAppendMs(),
                    segment.path());
        }
    }

    /**
     * Where the log may start by {@code retention.ms} and {@code retention.bytes}: the present start if nothing is too old or too much.
     *
     * @param limit no record from here on goes
     */
    public long expiredBefore(long limit) throws IOException {
        LogView now = view;
        LogSettings.Retention retention = settings.retention();
        return retention.isLimited()
                ? Retention.newStart(
                        Retention.facts(now),
                        now.startOffset,
                        retention,
                        environment.clock().wallMs(),
                        Math.min(limit, now.lastStableOffset))
                : now.startOffset;
    }

    /** Whether there are segments that nobody can read any more. */
    public boolean hasUnreadableSegments() {
        LogView now = view;
        return now.segments.size() > 1 && now.segments.get(1).baseOffset <= now.startOffset;
    }

    /**
     * Removes closed segments that end before the start offset, oldest first, as far as a durable snapshot knows that they are not needed: were they
     * removed earlier, a recovery that goes back to it would miss them.
     */
    public void dropUnreadableSegments() throws IOException {
        compaction.finishInterrupted();
        unsynced.whileNoneSyncs(() -> {
            for (Segment first = takeUnreadable(); first != null; first = takeUnreadable()) {
                first.delete();
            }
        });
    }

    private @Nullable Segment takeUnreadable() {
        writer.lock();
        try {
            long unneeded = Math.min(startOffset, durablePoint.startOffset());
            if (segments.size() < 2
                    || segments.get(1).baseOffset > unneeded
                    || segments.get(0).baseOffset >= durablePoint.segmentBaseOffset()) {
                return null;
            }
            Segment first = segments.get(0);
            segments = segments.subList(1, segments.size());
            unsynced.forget(first);
            publish();
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
            List<Segment> changed = new ArrayList<>(segments);
            int at = changed.indexOf(old.get(0));
            changed.removeAll(old);
            old.forEach(unsynced::forget);
            if (at >= 0) {
                changed.add(at, fresh);
            }
            segments = List.copyOf(changed);
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
            all = segments;
            segments = List.of();
            unsynced.forgetAll();
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
            removeDirectory(environment, directory);
        });
        listeners.signal();
    }

    /** Removes a partition's directory with whatever is in it. */
    public static void removeDirectory(LogEnvironment environment, String directory) throws IOException {
        List<String> names = environment.disk().list(directory);
        for (String name : names) {
            environment.disk().delete(directory + "/" + name);
        }
        if (!names.isEmpty()) {
            // Whatever the durability: old data that a power loss brings back would pass for that of a topic made
            // since.
            environment.disk().syncDirectory(directory);
        }
        environment.disk().delete(directory);
    }

    /** Closes the files. */
    public void close() throws IOException {
        writer.lock();
        try {
            for (Segment segment : segments) {
                segment.log.close();
            }
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
