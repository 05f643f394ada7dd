package io.millrace.interactive.routing;

import io.millrace.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to an endpoint. Immutable.
 *
 * @param captured values of the route's variables
 * @param headers finds the value of a header; null if the request has none
 * @param arrivedNanos when it came, on the monotonic clock
 */
public record Call(
        Target target,
        Map<String, String> captured,
        Parameters parameters,
        Function<String, @Nullable String> headers,
        long arrivedNanos) {

    /** Value of a variable of the route. */
    public String segment(String variable) {
        return Objects.requireNonNull(captured.get(variable), variable);
    }

    /** Value of a header; null if there is none. */
    public @Nullable String header(String name) {
        return headers.apply(name);
    }

    /** Milliseconds since it came. */
    public long ageMs(Clock clock) {
        return (clock.monotonicNanos() - arrivedNanos) / 1_000_000;
    }
}
