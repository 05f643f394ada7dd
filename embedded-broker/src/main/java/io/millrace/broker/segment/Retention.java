package io.millrace.broker.segment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How far old segments may go, by their age and by the size of the log. Stateless. */
final class Retention {

    /** A timestamp that is further ahead of the time at which it was written than this is not believed. */
    private static final long PLAUSIBLE_MS = 3_600_000L;

    private Retention() {}

    /**
     * What is known of a segment.
     *
     * @param timeMs of its newest record
     */
    record Facts(long endOffset, long sizeBytes, long timeMs) {}

    /** Facts of all segments of a log. */
    static List<Facts> facts(LogView view) throws IOException {
        List<Facts> facts = new ArrayList<>();
        for (int i = 0; i < view.segments.size(); i++) {
            Segment segment = view.segments.get(i);
            long end = i + 1 < view.segments.size() ? view.segments.get(i + 1).baseOffset : view.endOffset;
            facts.add(new Facts(end, segment.sizeBytes(), timeMs(segment.largestTimestamp(), segment.lastAppendMs())));
        }
        return facts;
    }

    /** The largest timestamp of a segment, unless nobody can have meant it: then the time of its last append. */
    static long timeMs(long maxTimestamp, long lastAppendMs) {
        return isPlausible(maxTimestamp, lastAppendMs) ? maxTimestamp : lastAppendMs;
    }

    static boolean isPlausible(long maxTimestamp, long lastAppendMs) {
        return maxTimestamp >= 0 && maxTimestamp - PLAUSIBLE_MS <= lastAppendMs;
    }

    /** Whether the newest segment has expired, so that the whole log may go. */
    static boolean isNewestExpired(LogSettings.Retention settings, long timeMs, long nowMs) {
        return !settings.agesByRecords() && isExpired(settings, timeMs, nowMs);
    }

    private static boolean isExpired(LogSettings.Retention settings, long timeMs, long nowMs) {
        return settings.isOn() && settings.ms() >= 0 && nowMs - timeMs > settings.ms();
    }

    /**
     * Where the log may start: behind the segments, oldest first, that are too old or that the log can spare.
     *
     * @param segments oldest first; the last one is appended to and stays
     * @param startOffset where it starts
     * @param limit no offset from here on goes
     */
    static long newStart(
            List<Facts> segments, long startOffset, LogSettings.Retention settings, long nowMs, long limit) {
        if (!settings.isOn() || segments.isEmpty()) {
            return startOffset;
        }
        long newestMs = segments.stream().mapToLong(Facts::timeMs).max().orElse(nowMs);
        // A clock that is behind the log is wrong; how wrong, nobody knows.
        boolean goesByAge = nowMs >= newestMs;
        long ageFromMs = settings.agesByRecords() ? newestMs : nowMs;
        long total = segments.stream().mapToLong(Facts::sizeBytes).sum();
        long start = startOffset;
        for (Facts segment : segments.subList(0, segments.size() - 1)) {
            boolean isSpare = settings.bytes() >= 0 && total - segment.sizeBytes() >= settings.bytes();
            boolean isOld = goesByAge && isExpired(settings, segment.timeMs(), ageFromMs);
            if (segment.endOffset() > limit || !(isSpare || isOld)) {
                break;
            }
            total -= segment.sizeBytes();
            start = Math.max(start, segment.endOffset());
        }
        return start;
    }
}
