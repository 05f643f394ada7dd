package io.millrace.interactive.stores;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.interactive.problem.Problem;
import io.millrace.interactive.problem.ProblemType;
import io.millrace.interactive.stores.OpenStore.Part;
import io.millrace.record.KeyValue;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.ReadOnlyWindowStore;
import io.millrace.state.Windowed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Windows of all keys whose start is in a range of times, sorted by start, then by the key's bytes.
 *
 * <p>Stores keep windows in an order of their own, so the range is cut into slices of time, each read whole and sorted; of a large slice only as many rows are kept as the
 * page may have. Slices begin small, at the first window that there is, and double, so that a page costs about what it shows, whatever the range. The windows of one start
 * are one slice: with very many keys each page of it passes over all that are behind the page's beginning.
 */
record AllWindows(StoreRequest request, RowForm form, TimeRange range) implements Scan {

    /** Windows of this much time are a slice at first, in stores whose windows have no fixed size. */
    private static final long SLICE_MS = 60_000;

    @Override
    public boolean isDescending() {
        return range.isDescending();
    }

    /** A window that may come into the page. */
    private record Candidate(byte[] sort, Windowed<Object> key, Object value) {}

    @Override
    public Batch read(List<Part> parts, byte @Nullable [] after, Budget budget) {
        long fromMs = after != null && !isDescending() ? Math.max(range.fromMs(), Sort.first(after)) : range.fromMs();
        long toMs = after != null && isDescending() ? Math.min(range.toMs(), Sort.first(after)) : range.toMs();
        // First the rest of the start at which the last page ended, which may be one of very many; or all up to a
        // window
        // that is early.
        Long edge = after != null ? Long.valueOf(Sort.first(after)) : early(parts, fromMs, toMs);
        List<Row> rows = new ArrayList<>();
        if (edge == null) {
            return new Batch(rows, null);
        }
        long baseMs = Math.max(
                1, request.store().windowSize().map(size -> size.toMillis()).orElse(SLICE_MS));
        long sizeMs = 0;
        byte[] done = after;
        while (fromMs <= toMs) {
            long near = isDescending() ? toMs : fromMs;
            long far = sizeMs == 0 ? edge : farEnd(near, sizeMs);
            long sliceFromMs = isDescending() ? Math.max(fromMs, far) : fromMs;
            long sliceToMs = isDescending() ? toMs : Math.min(toMs, far);
            List<Candidate> slice = slice(parts, sliceFromMs, sliceToMs, after, budget);
            if (slice == null) {
                return cut(rows, done);
            }
            for (Candidate candidate : slice) {
                ObjectNode row = form.row(request.store().name(), request.longs(), candidate.key, candidate.value);
                byte[] json = form.json().bytes(row);
                if (!budget.tryTake(json)) {
                    return new Batch(rows, done);
                }
                rows.add(new Row(candidate.sort, json));
                done = candidate.sort;
            }
            boolean isLast = isDescending() ? sliceFromMs == fromMs : sliceToMs == toMs;
            if (isLast) {
                break;
            }
            toMs = isDescending() ? sliceFromMs - 1 : toMs;
            fromMs = isDescending() ? fromMs : sliceToMs + 1;
            sizeMs = sizeMs == 0 ? baseMs : sizeMs > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : sizeMs * 2;
        }
        return new Batch(rows, null);
    }

    private long farEnd(long near, long sizeMs) {
        if (isDescending()) {
            return near < sizeMs ? 0 : near - sizeMs + 1;
        }
        return near > Long.MAX_VALUE - sizeMs ? Long.MAX_VALUE : near + sizeMs - 1;
    }

    /** Start of a window that is among the first in the scan's order, though not the very first; null if there are none. */
    private @Nullable Long early(List<Part> parts, long fromMs, long toMs) {
        Long early = null;
        for (Part part : parts) {
            try (KeyValueIterator<Windowed<Object>, Object> windows = windows(part, fromMs, toMs)) {
                if (windows.hasNext()) {
                    long start = windows.peekNextKey().window().start();
                    boolean isEarlier = early == null || (isDescending() ? start > early : start < early);
                    early = isEarlier ? Long.valueOf(start) : early;
                }
            }
        }
        return early;
    }

    /** What there is when time is up in the middle of a slice. */
    private Batch cut(List<Row> rows, byte @Nullable [] done) {
        if (rows.isEmpty() || done == null) {
            throw Problem.of(
                            ProblemType.OUT_OF_TIME,
                            "The first windows of the range could not be found in time: there are too many. Narrow it with"
                                    + " 'from' and 'to', or ask for one key.")
                    .toException();
        }
        return new Batch(rows, done);
    }

    /** The first rows of a slice of time, in order; null if time is up. */
    private @Nullable List<Candidate> slice(
            List<Part> parts, long fromMs, long toMs, byte @Nullable [] after, Budget budget) {
        Comparator<byte[]> order = order();
        // The last of those kept comes out first, to give way. One more than the page has room for shows that there is
        // more.
        PriorityQueue<Candidate> kept = new PriorityQueue<>((a, b) -> order.compare(b.sort, a.sort));
        for (Part part : parts) {
            try (KeyValueIterator<Windowed<Object>, Object> windows = windows(part, fromMs, toMs)) {
                while (windows.hasNext()) {
                    KeyValue<Windowed<Object>, Object> row = windows.next();
                    byte[] sort =
                            Sort.of(row.key.window().start(), request.keys().bytes(row.key.key()));
                    if (after == null || order.compare(sort, after) > 0) {
                        keep(kept, new Candidate(sort, row.key, row.value), budget.rowsMax() + 1, order);
                    }
                    if (budget.isOutOfTime()) {
                        return null;
                    }
                }
            }
        }
        Candidate[] sorted = kept.toArray(new Candidate[0]);
        Arrays.sort(sorted, (a, b) -> order.compare(a.sort, b.sort));
        return List.of(sorted);
    }

    private static void keep(PriorityQueue<Candidate> kept, Candidate candidate, int max, Comparator<byte[]> order) {
        if (kept.size() < max) {
            kept.add(candidate);
        } else if (order.compare(candidate.sort, kept.element().sort) < 0) {
            kept.remove();
            kept.add(candidate);
        }
    }

    @SuppressWarnings("unchecked") // keys were made by the store's serde
    private KeyValueIterator<Windowed<Object>, Object> windows(Part part, long fromMs, long toMs) {
        ReadOnlyWindowStore<Object, Object> windows = (ReadOnlyWindowStore<Object, Object>) part.store();
        Instant from = Instant.ofEpochMilli(fromMs);
        Instant to = Instant.ofEpochMilli(toMs);
        return isDescending() ? windows.backwardFetchAll(from, to) : windows.fetchAll(from, to);
    }
}
