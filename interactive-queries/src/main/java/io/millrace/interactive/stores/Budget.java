package io.millrace.interactive.stores;

import io.millrace.interactive.problem.Problem;
import io.millrace.interactive.problem.ProblemType;
import io.millrace.time.Clock;

/** How much one page may take: rows, bytes, time. Confined to one thread. */
final class Budget {

    /** Rows between two looks at the clock. */
    private static final int STRIDE = 64;

    private final Clock clock;
    private final int rowsMax;
    private final int bytesMax;
    private final long endNanos;
    private int rows;
    private long bytes;
    private int steps;
    private boolean isOutOfTime;

    Budget(Clock clock, int rowsMax, int bytesMax, int timeMs) {
        this.clock = clock;
        this.rowsMax = rowsMax;
        this.bytesMax = bytesMax;
        this.endNanos = clock.monotonicNanos() + timeMs * 1_000_000L;
    }

    int rowsMax() {
        return rowsMax;
    }

    /** Takes a row if it fits; the first fits whatever its size. */
    boolean tryTake(byte[] json) {
        boolean fits = rows == 0 || (rows < rowsMax && bytes + json.length <= bytesMax);
        if (fits) {
            rows++;
            bytes += json.length;
        }
        return fits;
    }

    /** Whether not one more row can be taken. */
    boolean isFull() {
        return rows >= rowsMax || bytes >= bytesMax;
    }

    /** Whether time is up; to be asked once for each row that is looked at. */
    boolean isOutOfTime() {
        if (!isOutOfTime && ++steps % STRIDE == 0) {
            if (Thread.currentThread().isInterrupted()) {
                throw Problem.of(ProblemType.NOT_READY, "The server is being closed")
                        .retryAfterSeconds(1)
                        .toException();
            }
            isOutOfTime = clock.monotonicNanos() - endNanos > 0;
        }
        return isOutOfTime;
    }
}
