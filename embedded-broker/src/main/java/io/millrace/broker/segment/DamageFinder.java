package io.millrace.broker.segment;

import io.millrace.broker.batch.BatchFormat;
import io.millrace.broker.disk.Disk;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells how far damage of a partition's files reaches. Confined to a recovery. */
final class DamageFinder {

    private final Disk disk;
    private final String directory;
    private final PartitionState from;

    DamageFinder(Disk disk, String directory, PartitionState from) {
        this.disk = disk;
        this.directory = directory;
        this.from = from;
    }

    /** A file that must be there and is missing, or short before the recovery point; null if there is none. Gaps in between are found by who reads. */
    @Nullable
    LogDamage missing(List<Segment> segments) throws IOException {
        if (from.recoveryOffset() > 0) {
            LogDamage damage = missingRecoverySegment(segments);
            if (damage != null) {
                return damage;
            }
        }
        // Retention deletes no file that a recovery point still needs.
        return segments.isEmpty() || segments.get(0).baseOffset <= from.startOffset() ? null : missingBegin(segments);
    }

    private @Nullable LogDamage missingRecoverySegment(List<Segment> segments) throws IOException {
        for (Segment segment : segments) {
            if (segment.baseOffset == from.segmentBaseOffset()) {
                return segment.sizeBytes() < from.position() ? missingEnd(segment) : null;
            }
        }
        String file = disk.describe(SegmentFiles.path(directory, from.segmentBaseOffset(), SegmentFiles.LOG));
        return missing(file, 0, from.segmentBaseOffset(), "the file is missing");
    }

    private LogDamage missingBegin(List<Segment> segments) throws IOException {
        long begin = from.startOffset();
        long bytesBehind = 0;
        for (Segment segment : segments) {
            bytesBehind += segment.sizeBytes();
        }
        return new LogDamage(
                disk.describe(SegmentFiles.path(directory, begin, SegmentFiles.LOG)),
                begin,
                0,
                from.recoveryOffset() > 0 ? BatchFormat.HEADER_BYTES : 0,
                begin,
                segments.get(0).baseOffset,
                "the file is missing, or the one that holds this offset",
                bytesBehind,
                from.recoveryOffset() > 0);
    }

    private LogDamage missingEnd(Segment segment) throws IOException {
        long offset = segment.baseOffset;
        ChunkReader chunk = new ChunkReader(segment, 0, segment.sizeBytes(), LogRecovery.CHUNK_BYTES);
        while (chunk.next() && chunk.problem() == null) {
            offset = BatchFormat.lastOffset(chunk.bytes(), chunk.start()) + 1;
        }
        String problem = "the file has " + segment.sizeBytes() + " bytes, " + from.position() + " of it were durable";
        return missing(segment.path(), chunk.position(), offset, problem);
    }

    private LogDamage missing(String file, long position, long offset, String problem) {
        return new LogDamage(
                file,
                from.segmentBaseOffset(),
                position,
                from.position(),
                offset,
                from.recoveryOffset(),
                problem,
                from.position() - position,
                true);
    }

    LogDamage bad(Segment segment, long position, long endOffset, String problem) {
        return new LogDamage(segment.path(), segment.baseOffset, position, position, endOffset, -1, problem, 0, false);
    }

    LogDamage completed(LogDamage found, List<Segment> segments) throws IOException {
        int active = indexOf(found.segmentBaseOffset(), segments);
        Segment segment = segments.get(active);
        long lost = segment.sizeBytes() - found.position();
        long next = DamagedTail.findWholeBatch(segment, found.position() + 1, found.offset());
        long endPosition = next == DamagedTail.NONE ? segment.sizeBytes() : next;
        long nextOffset = next == DamagedTail.NONE ? -1 : DamagedTail.offsetAt(segment, next);
        for (Segment later : segments.subList(active + 1, segments.size())) {
            lost += later.sizeBytes();
            if (nextOffset < 0) {
                long first = DamagedTail.findWholeBatch(later, 0, found.offset());
                // Damage at its beginning is found by itself, once this one is mended.
                nextOffset = first == DamagedTail.NONE ? -1 : Math.max(found.offset(), later.baseOffset);
            }
        }
        return new LogDamage(
                found.file(),
                found.segmentBaseOffset(),
                found.position(),
                endPosition,
                found.offset(),
                nextOffset,
                found.problem(),
                lost,
                false);
    }

    /** For a log that ends before what is known to have been durable. */
    LogDamage missingEnd(List<Segment> segments, long endOffset) {
        Segment last = segments.isEmpty() ? null : segments.get(segments.size() - 1);
        String file =
                last == null ? disk.describe(SegmentFiles.path(directory, endOffset, SegmentFiles.LOG)) : last.path();
        long base = last == null ? endOffset : last.baseOffset;
        long size = last == null ? 0 : last.sizeBytes();
        return new LogDamage(file, base, size, size, endOffset, -1, "the log ends there", 0, false);
    }

    /**
     * The first damage of a segment.
     *
     * @param end position up to which it is looked at
     * @param endOffset that of the batch that follows there
     */
    @Nullable
    LogDamage findOld(Segment segment, long end, long endOffset) throws IOException {
        long offset = segment.baseOffset;
        ChunkReader chunk = new ChunkReader(segment, 0, end, LogRecovery.CHUNK_BYTES);
        while (chunk.next()) {
            String problem = chunk.problem();
            if (problem == null && BatchFormat.baseOffset(chunk.bytes(), chunk.start()) < offset) {
                problem = "its offset is " + BatchFormat.baseOffset(chunk.bytes(), chunk.start()) + ", expected "
                        + offset;
            }
            if (problem != null) {
                long next = DamagedTail.findWholeBatch(segment, chunk.position() + 1, offset);
                boolean goesOn = next != DamagedTail.NONE && next < end;
                long nextOffset = goesOn ? DamagedTail.offsetAt(segment, next) : endOffset;
                return new LogDamage(
                        segment.path(),
                        segment.baseOffset,
                        chunk.position(),
                        goesOn ? next : end,
                        offset,
                        nextOffset,
                        problem,
                        0,
                        true);
            }
            offset = BatchFormat.lastOffset(chunk.bytes(), chunk.start()) + 1;
        }
        return null;
    }

    private static int indexOf(long baseOffset, List<Segment> segments) {
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).baseOffset == baseOffset) {
                return i;
            }
        }
        throw new IllegalArgumentException("There is no segment " + baseOffset);
    }
}
