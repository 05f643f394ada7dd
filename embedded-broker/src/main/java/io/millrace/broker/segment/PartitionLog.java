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
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The log of one partition. Safe from any thread: writers take turns, readers work on the published {@link LogView}. Files are made at
 * the first append.
 */
public final class PartitionLog {

    private final LogEnvironment environment;
    private final TopicPartition partition;
    private final String directory;
    private final String metadata;
    private final LogSettings settings;

    private final ReentrantLock writer = new ReentrantLock();
    // The fields below are guarded by the writer's lock.
    private final ProducerStates producers;
    private final LogTail tail;
    private List<Segment> segments;
    private long startOffset;
    private long endOffset;
    private boolean directoryUnsynced;
    private boolean metadataUnsynced;
    private final List<Segment> unsynced = new ArrayList<>();
    private boolean deleted;

    private volatile LogView view;

    // Held over syncs: a second one has to wait until the bytes that it would skip are durable.
    private final ReentrantLock syncing = new ReentrantLock();
    private volatile long syncedOffset;

    private volatile Runnable[] listeners = {};

    /**
     * What a partition's log starts from.
     *
     * @param segments in order of offsets; all but the last one closed
     */
    record Start(
            List<Segment> segments, long startOffset, long endOffset, long syncedOffset, ProducerStates producers) {}

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
        syncedOffset = start.syncedOffset();
        if (!segments.isEmpty() && (endOffset > syncedOffset || isEmpty(segments.get(segments.size() - 1)))) {
            // A process that was killed may have made the last file without syncing its name, even if it wrote nothing
            // to it.
            unsynced.addAll(segments);
            directoryUnsynced = true;
            metadataUnsynced = true;
        }
        tail = new LogTail(environment.tailCache());
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

    public long startOffset() {
        return view.startOffset;
    }

    public long endOffset(Isolation isolation) {
        return view.limit(isolation);
    }

    /** Everything before it is durable. */
    public long syncedOffset() {
        return syncedOffset;
    }

    LogView view() {
        return view;
    }

    private LogView currentView() {
        long stable = producers.lastStableOffset(endOffset);
        return new LogView(startOffset, endOffset, stable, deleted, segments, producers.aborted(), tail);
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
            last = producers.check(batch.bytes(), 0, partition.toString());
            if (last != ProducerStates.NOT_A_DUPLICATE) {
                return last;
            }
            last = write(batch);
            publish();
        } finally {
            writer.unlock();
        }
        signal();
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
        signal();
    }

    private void requireWritable() {
        if (deleted) {
            throw new UnknownTopicException("Topic " + partition.topic() + " was deleted");
        }
        environment.health().requireWritable();
    }

    private long write(ClosedBatch batch) {
        byte[] bytes = batch.bytes();
        long base = endOffset;
        long last = base + BatchFormat.offsetCount(bytes, 0) - 1;
        BatchFormat.place(bytes, 0, base, environment.logEpoch().get());
        Segment segment = segmentFor(batch.sizeBytes(), base, last);
        try {
            segment.append(bytes, batch.sizeBytes());
        } catch (IOException e) {
            throw undoWrite(segment, batch.sizeBytes(), e);
        }
        if (unsynced.isEmpty() || unsynced.get(unsynced.size() - 1) != segment) {
            unsynced.add(segment);
        }
        producers.appended(bytes, 0);
        endOffset = last + 1;
        tail.add(new TailBatch(base, last, bytes));
        environment.appendedBytes().addAndGet(batch.sizeBytes());
        return last;
    }

    private BrokerUnavailableException undoWrite(Segment segment, int batchBytes, IOException failure) {
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
            if (active.hasRoomFor(batchBytes, lastOffset)) {
                return active;
            }
            active.close(true);
            return addSegment(baseOffset);
        } catch (IOException e) {
            throw new BrokerUnavailableException(
                    "A new segment could not be made in " + environment.disk().describe(directory) + " ("
                            + e.getMessage()
                            + "). All earlier data is safe. Free space on the disk, or mend its permissions, and try again.",
                    e);
        }
    }

    private void makeDirectory() throws IOException {
        environment.disk().makeDirectories(directory);
        byte[] text = metadata.getBytes(StandardCharsets.UTF_8);
        try (DiskFile file = environment.disk().open(directory + "/" + SegmentFiles.METADATA)) {
            file.write(0, text, 0, text.length);
        }
        directoryUnsynced = true;
        metadataUnsynced = true;
    }

    private Segment addSegment(long baseOffset) throws IOException {
        Segment segment = Segment.create(environment.disk(), directory, settings, baseOffset);
        List<Segment> more = new ArrayList<>(segments);
        more.add(segment);
        segments = List.copyOf(more);
        directoryUnsynced = true;
        return segment;
    }

    // ---- durability ----

    /** Makes everything appended so far durable. */
    public void sync() throws IOException {
        syncing.lock();
        try {
            List<Segment> files;
            boolean names;
            boolean hasNewMetadata;
            long end;
            writer.lock();
            try {
                files = deleted ? List.of() : List.copyOf(unsynced);
                names = directoryUnsynced && !deleted;
                hasNewMetadata = metadataUnsynced && !deleted;
                end = endOffset;
                unsynced.clear();
                directoryUnsynced = false;
                metadataUnsynced = false;
            } finally {
                writer.unlock();
            }
            for (Segment file : files) {
                file.log.sync();
            }
            if (hasNewMetadata) {
                try (DiskFile file = environment.disk().open(directory + "/" + SegmentFiles.METADATA)) {
                    file.sync();
                }
            }
            if (names) {
                environment.disk().syncDirectory(directory);
                environment.disk().syncDirectory("");
            }
            syncedOffset = Math.max(syncedOffset, end);
        } finally {
            syncing.unlock();
        }
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

    /** Whether {@link #dropUnreadableSegments} has anything to do. */
    public boolean hasUnreadableSegments() {
        LogView now = view;
        return now.segments.size() > 1 && now.segments.get(1).baseOffset <= now.startOffset;
    }

    /** Removes closed segments that end before the start offset, oldest first. */
    public void dropUnreadableSegments() throws IOException {
        while (true) {
            Segment first;
            writer.lock();
            try {
                if (segments.size() < 2 || segments.get(1).baseOffset > startOffset) {
                    return;
                }
                first = segments.get(0);
                segments = segments.subList(1, segments.size());
                unsynced.remove(first);
                publish();
            } finally {
                writer.unlock();
            }
            first.delete();
        }
    }

    /** Takes the log out of use and removes its files. */
    public void delete() throws IOException {
        List<Segment> all;
        // A sync that is under way ends first: its files are about to go.
        syncing.lock();
        try {
            all = takeOutOfUse();
        } finally {
            syncing.unlock();
        }
        for (Segment segment : all) {
            segment.delete();
        }
        removeDirectory(environment, directory);
        signal();
    }

    private List<Segment> takeOutOfUse() {
        writer.lock();
        try {
            List<Segment> all = segments;
            deleted = true;
            segments = List.of();
            tail.releaseBefore(Long.MAX_VALUE);
            startOffset = endOffset;
            publish();
            return all;
        } finally {
            writer.unlock();
        }
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
        writer.lock();
        try {
            Runnable[] more = Arrays.copyOf(listeners, listeners.length + 1);
            more[listeners.length] = listener;
            listeners = more;
        } finally {
            writer.unlock();
        }
    }

    public void removeListener(Runnable listener) {
        writer.lock();
        try {
            List<Runnable> fewer = new ArrayList<>(List.of(listeners));
            fewer.remove(listener);
            listeners = fewer.toArray(Runnable[]::new);
        } finally {
            writer.unlock();
        }
    }

    private void signal() {
        for (Runnable listener : listeners) {
            listener.run();
        }
    }
}
