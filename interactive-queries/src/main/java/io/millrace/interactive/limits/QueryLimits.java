package io.millrace.interactive.limits;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a {@link io.millrace.interactive.QueryServer} takes on at most. Immutable; each {@code with} makes a changed copy.
 *
 * <p>Memory: at most {@link #heldBytes} of answers wait for clients that read slowly, and each of {@link #workers} threads makes one answer of about {@link #pageBytes}.
 */
public final class QueryLimits {

    /** One whole number among the limits. */
    private enum Count {
        ROWS_DEFAULT,
        ROWS_MAX,
        PAGE_BYTES,
        HELD_BYTES,
        HEADER_BYTES,
        WORKERS,
        WAITING,
        CONNECTIONS,
        EVENT_STREAMS,
        SCAN_MS,
        POSITION_MS,
        IDLE_MS,
        WRITE_MS
    }

    private final Map<Count, Integer> counts;

    private QueryLimits(Map<Count, Integer> counts) {
        this.counts = counts;
    }

    /** What is right for most. */
    public static QueryLimits defaults() {
        Map<Count, Integer> counts = new EnumMap<>(Count.class);
        counts.put(Count.ROWS_DEFAULT, 1_000);
        counts.put(Count.ROWS_MAX, 10_000);
        counts.put(Count.PAGE_BYTES, 4 << 20);
        counts.put(Count.HELD_BYTES, 128 << 20);
        counts.put(Count.HEADER_BYTES, 8 << 10);
        counts.put(Count.WORKERS, 8);
        counts.put(Count.WAITING, 64);
        counts.put(Count.CONNECTIONS, 1_024);
        counts.put(Count.EVENT_STREAMS, 64);
        counts.put(Count.SCAN_MS, 5_000);
        counts.put(Count.POSITION_MS, 5_000);
        counts.put(Count.IDLE_MS, 30_000);
        counts.put(Count.WRITE_MS, 60_000);
        return new QueryLimits(counts);
    }

    private int get(Count count) {
        return counts.getOrDefault(count, 0);
    }

    private QueryLimits with(Count count, String name, long value) {
        if (value < 1 || value > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    name + " must be between 1 and " + Integer.MAX_VALUE + ", but is " + value);
        }
        Map<Count, Integer> changed = new EnumMap<>(counts);
        changed.put(count, (int) value);
        if (changed.getOrDefault(Count.ROWS_DEFAULT, 0) > changed.getOrDefault(Count.ROWS_MAX, 0)) {
            changed.put(count == Count.ROWS_MAX ? Count.ROWS_DEFAULT : Count.ROWS_MAX, (int) value);
        }
        return new QueryLimits(changed);
    }

    /** Rows of a page if the request does not say; 1,000. */
    public int rowsDefault() {
        return get(Count.ROWS_DEFAULT);
    }

    /** Rows that a request may ask for; 10,000. */
    public int rowsMax() {
        return get(Count.ROWS_MAX);
    }

    /** Bytes after which a page ends; 4 MB. A page has at least one row, however large it is. */
    public int pageBytes() {
        return get(Count.PAGE_BYTES);
    }

    /** Bytes of answers that wait for their clients to read, all together; past it requests get 429. 128 MB. */
    public int heldBytes() {
        return get(Count.HELD_BYTES);
    }

    /** Bytes of request line and headers; past it 414 or 431. 8 KB. */
    public int headerBytes() {
        return get(Count.HEADER_BYTES);
    }

    /** Threads that read stores; 8. */
    public int workers() {
        return get(Count.WORKERS);
    }

    /** Requests that wait for such a thread; past it requests get 429. 64. */
    public int waiting() {
        return get(Count.WAITING);
    }

    /** Open connections; past it new ones wait to be accepted. 1,024. */
    public int connections() {
        return get(Count.CONNECTIONS);
    }

    /** Open event streams; past it requests get 429. 64. */
    public int eventStreams() {
        return get(Count.EVENT_STREAMS);
    }

    /** Milliseconds after which a scan ends with the rows it has; 5,000. */
    public int scanMs() {
        return get(Count.SCAN_MS);
    }

    /** Milliseconds that a request with {@code minPosition} waits for a store to get there; 5,000. */
    public int positionMs() {
        return get(Count.POSITION_MS);
    }

    /** Milliseconds after which a connection on which nothing moves is closed; 30,000. */
    public int idleMs() {
        return get(Count.IDLE_MS);
    }

    /** Milliseconds that a client may take to read one answer; 60,000. */
    public int writeMs() {
        return get(Count.WRITE_MS);
    }

    /** See {@link #rowsDefault()}. */
    public QueryLimits withRowsDefault(int rows) {
        return with(Count.ROWS_DEFAULT, "rowsDefault", rows);
    }

    /** See {@link #rowsMax()}. */
    public QueryLimits withRowsMax(int rows) {
        return with(Count.ROWS_MAX, "rowsMax", rows);
    }

    /** See {@link #pageBytes()}. */
    public QueryLimits withPageBytes(int bytes) {
        return with(Count.PAGE_BYTES, "pageBytes", bytes);
    }

    /** See {@link #heldBytes()}. */
    public QueryLimits withHeldBytes(int bytes) {
        return with(Count.HELD_BYTES, "heldBytes", bytes);
    }

    /** See {@link #headerBytes()}. */
    public QueryLimits withHeaderBytes(int bytes) {
        return with(Count.HEADER_BYTES, "headerBytes", bytes);
    }

    /** See {@link #workers()}. */
    public QueryLimits withWorkers(int threads) {
        return with(Count.WORKERS, "workers", threads);
    }

    /** See {@link #waiting()}. */
    public QueryLimits withWaiting(int requests) {
        return with(Count.WAITING, "waiting", requests);
    }

    /** See {@link #connections()}. */
    public QueryLimits withConnections(int connections) {
        return with(Count.CONNECTIONS, "connections", connections);
    }

    /** See {@link #eventStreams()}. */
    public QueryLimits withEventStreams(int streams) {
        return with(Count.EVENT_STREAMS, "eventStreams", streams);
    }

    /** See {@link #scanMs()}. */
    public QueryLimits withScanTime(Duration time) {
        return with(Count.SCAN_MS, "scanTime in ms", time.toMillis());
    }

    /** See {@link #positionMs()}. */
    public QueryLimits withPositionWait(Duration time) {
        return with(Count.POSITION_MS, "positionWait in ms", time.toMillis());
    }

    /** See {@link #idleMs()}. */
    public QueryLimits withIdleTimeout(Duration time) {
        return with(Count.IDLE_MS, "idleTimeout in ms", time.toMillis());
    }

    /** See {@link #writeMs()}. */
    public QueryLimits withWriteTimeout(Duration time) {
        return with(Count.WRITE_MS, "writeTimeout in ms", time.toMillis());
    }
}
