package io.millrace.broker.segment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which segments of a partition a compaction may look at: closed ones before the last stable offset, old enough, and behind a durable recovery point, since recovery
 * expects no gaps behind that. Immutable.
 *
 * @param parts oldest first, from the first segment of the log on
 * @param isDue whether it is worth it
 * @param dirtyRatio part of the bytes that no compaction has looked at
 * @param awaitsRecoveryPoint whether more could be compacted, and would be, after another checkpoint
 */
record CompactionPlan(List<Part> parts, boolean isDue, double dirtyRatio, boolean awaitsRecoveryPoint) {

    /** A segment and where it ends. */
    record Part(Segment segment, long endOffset) {

        long baseOffset() {
            return segment.baseOffset;
        }
    }

    /**
     * @param durableSegment base offset of the segment that the last durable recovery point is in
     * @param tombstonesDueMs when kept tombstones can go
     */
    static CompactionPlan of(
            LogView view,
            LogSettings.Compaction settings,
            CompactionState state,
            long durableSegment,
            long tombstonesDueMs,
            long nowMs)
            throws IOException {
        List<Part> closed = closedParts(view, settings, nowMs);
        long clean = 0;
        long dirty = 0;
        boolean isLate = nowMs >= tombstonesDueMs;
        List<Part> durable = new ArrayList<>();
        for (Part part : closed) {
            Segment segment = part.segment();
            if (part.endOffset() <= state.cleanedUpTo()) {
                clean += segment.sizeBytes();
            } else {
                dirty += segment.sizeBytes();
                isLate |= nowMs - timeMs(segment) >= settings.maxLagMs();
            }
            if (part.endOffset() <= durableSegment) {
                durable.add(part);
            }
        }
        double ratio = clean + dirty == 0 ? 0 : (double) dirty / (clean + dirty);
        boolean isDue = settings.isOn() && ((dirty > 0 && ratio >= settings.minDirtyRatio()) || isLate);
        return new CompactionPlan(durable, isDue, ratio, isDue && durable.size() < closed.size());
    }

    private static List<Part> closedParts(LogView view, LogSettings.Compaction settings, long nowMs)
            throws IOException {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i + 1 < view.segments.size(); i++) {
            Segment segment = view.segments.get(i);
            long end = view.segments.get(i + 1).baseOffset;
            boolean isYoung = settings.minLagMs() > 0 && nowMs - timeMs(segment) < settings.minLagMs();
            if (end > view.lastStableOffset || isYoung) {
                break;
            }
            parts.add(new Part(segment, end));
        }
        return parts;
    }

    private static long timeMs(Segment segment) throws IOException {
        return Retention.timeMs(segment.largestTimestamp(), segment.lastAppendMs());
    }
}
