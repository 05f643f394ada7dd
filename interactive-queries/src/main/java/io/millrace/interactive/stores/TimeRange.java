package io.millrace.interactive.stores;

import io.millrace.interactive.problem.Problem;
import io.millrace.interactive.problem.ProblemType;
import io.millrace.interactive.routing.Parameters;

/**
 * A range of times, in milliseconds since the epoch, both inclusive.
 *
 * @param isDescending whether the latest comes first
 */
record TimeRange(long fromMs, long toMs, boolean isDescending) {

    private enum Order {
        ASC,
        DESC
    }

    static boolean isDescending(Parameters parameters) {
        return parameters.choice("order", Order.values(), Order.ASC) == Order.DESC;
    }

    /** Parameters {@code from}, {@code to} and {@code order}. */
    static TimeRange of(Parameters parameters) {
        long fromMs = parameters.number("from", 0, Long.MAX_VALUE, 0);
        long toMs = parameters.number("to", 0, Long.MAX_VALUE, Long.MAX_VALUE);
        if (fromMs > toMs) {
            throw Problem.of(
                            ProblemType.BAD_REQUEST,
                            "Parameter 'from' (" + fromMs + ") is later than 'to' (" + toMs + ")")
                    .toException();
        }
        return new TimeRange(fromMs, toMs, isDescending(parameters));
    }
}
