package io.millrace.broker.segment;

import io.millrace.broker.batch.ClosedBatch;
import io.millrace.log.BrokerUnavailableException;
import io.millrace.record.TopicPartition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments of a partition's log, in order of offsets: writes batches to the last one, begins the next, and cuts off what a failed write has left. What is in the batches is not
 * its business. Owned by {@link PartitionLog}, guarded by its writer's lock; a list of segments that was handed out does not change.
 */
final class LogSegments {

    private static final Logger LOG = LoggerFactory.getLogger(LogSegments.class);

    private final LogEnvironment environment;
    private final TopicPartition partition;
    private final String directory;
    private final String metadata;
    private final UnsyncedFiles unsynced;
    private List<Segment> segments;

    /**
     * @param metadata goes to a file beside the segments when the directory is made, which is at the first append
     * @param segments that are there; all but the last one closed
     */
    LogSegments(
            LogEnvironment environment,
            TopicPartition partition,
            String directory,
            String metadata,
            UnsyncedFiles unsynced,
            List<Segment> segments) {
        this.environment = environment;
        this.partition = partition;
        this.directory = directory;
        this.metadata = metadata;
        this.unsynced = unsynced;
        this.segments = List.copyOf(segments);
    }

    List<Segment> list() {
        return segments;
    }

    boolean isEmpty() {
        return segments.isEmpty();
    }

    /** The segment that is appended to. There must be one. */
    Segment active() {
        return segments.get(segments.size() - 1);
    }

    /** Notes what a process that was killed may not have synced: bytes before {@code endOffset}, and the name of the last file, even if it wrote nothing to it. */
    void noteUnsynced(long endOffset) {
        if (!segments.isEmpty() && (endOffset > unsynced.syncedOffset() || active().sizeBytes() == 0)) {
            segments.forEach(unsynced::written);
            unsynced.directoryMade();
        }
    }

    // ---- appending ----

    /**
     * Writes a batch, whose offsets are set already, at the end.
     *
     * @throws BrokerUnavailableException if it could not be written; nothing of it was kept
     */
    void append(ClosedBatch batch, long baseOffset, long lastOffset, LogSettings settings) {
        Segment segment = segmentFor(batch.sizeBytes(), baseOffset, lastOffset, settings);
        // Also if it fails: what is cut off again must not come back below a later segment that is synced.
        unsynced.written(segment);
        try {
            segment.append(batch.bytes(), batch.sizeBytes(), environment.clock());
        } catch (IOException e) {
            throw undoWrite(segment, batch.sizeBytes(), e);
        }
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

    private Segment segmentFor(int batchBytes, long baseOffset, long lastOffset, LogSettings settings) {
        if (segments.isEmpty()) {
            return begin(baseOffset, settings);
        }
        Segment active = active();
        if (active.hasRoomFor(batchBytes, lastOffset, settings.segmentBytes())
                && !active.isOld(environment.clock().monotonicNanos(), settings.segmentMs())) {
            return active;
        }
        return roll(baseOffset, settings);
    }

    private Segment begin(long baseOffset, LogSettings settings) {
        try {
            PartitionDirectory.make(environment.disk(), directory, metadata);
            unsynced.directoryMade();
            return add(baseOffset, settings);
        } catch (IOException e) {
            throw noNewSegment(e);
        }
    }

    /**
     * Whether it is time to close the active segment, so that it can go or be compacted: it is older than {@code segment.ms}, or all in it has expired. There must
     * be one.
     */
    boolean isRollDue(LogSettings settings) {
        Segment active = active();
        long timeMs = Retention.timeMs(active.maxTimestamp(), active.lastAppendMs());
        boolean isExpired = active.sizeBytes() > 0
                && Retention.isNewestExpired(
                        settings.retention(), timeMs, environment.clock().wallMs());
        long ageMaxMs = settings.compaction().isOn()
                ? Math.min(settings.segmentMs(), settings.compaction().maxLagMs())
                : settings.segmentMs();
        return isExpired || active.isOld(environment.clock().monotonicNanos(), ageMaxMs);
    }

    /**
     * Closes the active segment and begins the next one.
     *
     * @throws BrokerUnavailableException if it cannot be made; the old one stays in use
     */
    Segment roll(long baseOffset, LogSettings settings) {
        Segment active = active();
        warnOfImplausibleTime(active);
        try {
            active.close(true);
            return add(baseOffset, settings);
        } catch (IOException e) {
            throw noNewSegment(e);
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

    private Segment add(long baseOffset, LogSettings settings) throws IOException {
        Segment segment = Segment.create(environment.disk(), environment.clock(), directory, settings, baseOffset);
        List<Segment> more = new ArrayList<>(segments);
        more.add(segment);
        segments = List.copyOf(more);
        unsynced.named();
        return segment;
    }

    private BrokerUnavailableException noNewSegment(IOException cause) {
        environment.reserve().writeFailed(cause);
        return new BrokerUnavailableException(
                "A new segment could not be made in " + environment.disk().describe(directory) + " ("
                        + cause.getMessage()
                        + "). All earlier data is safe. Free space on the disk, or mend its permissions, and try again.",
                cause);
    }

    // ---- taking away; the caller removes the files ----

    /**
     * Takes the first segment out of the list, if nobody needs it: another one follows, before which nothing is needed.
     *
     * @param neededFrom first offset that somebody needs
     * @param neededSegment base offset of the first segment that somebody needs
     */
    @Nullable
    Segment takeFirst(long neededFrom, long neededSegment) {
        if (segments.size() < 2
                || segments.get(1).baseOffset > neededFrom
                || segments.get(0).baseOffset >= neededSegment) {
            return null;
        }
        Segment first = segments.get(0);
        segments = segments.subList(1, segments.size());
        unsynced.forget(first);
        return first;
    }

    /** Takes all of them. */
    List<Segment> takeAll() {
        List<Segment> all = segments;
        segments = List.of();
        unsynced.forgetAll();
        return all;
    }

    /** Puts a segment in the place of others that follow each other; nothing if the first of them is not there any more. */
    void replace(List<Segment> old, Segment fresh) {
        List<Segment> changed = new ArrayList<>(segments);
        int at = changed.indexOf(old.get(0));
        changed.removeAll(old);
        old.forEach(unsynced::forget);
        if (at >= 0) {
            changed.add(at, fresh);
        }
        segments = List.copyOf(changed);
    }

    /** Closes the files. */
    void close() throws IOException {
        for (Segment segment : segments) {
            segment.log.close();
        }
    }
}
