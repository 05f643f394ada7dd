package io.millrace.state;

import io.millrace.record.Headers;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An aggregate with the headers of its last update. */
public final class AggregationWithHeaders<AGG> {

    private final @Nullable AGG aggregation;
    private final Headers headers;

    private AggregationWithHeaders(@Nullable AGG aggregation, Headers headers) {
        this.aggregation = aggregation;
        this.headers = Objects.requireNonNull(headers, "headers cannot be null");
    }

    /** Both together; null if the aggregate is null. The headers of an aggregate may not be null. */
    public static <AGG> @Nullable AggregationWithHeaders<AGG> make(
            @Nullable AGG aggregation, @Nullable Headers headers) {
        return aggregation == null
                ? null
                : new AggregationWithHeaders<>(aggregation, Objects.requireNonNull(headers, "headers cannot be null"));
    }

    /** Both together, even for a null aggregate. The headers may not be null. */
    public static <AGG> AggregationWithHeaders<AGG> makeAllowNullable(@Nullable AGG aggregation, Headers headers) {
        return new AggregationWithHeaders<>(aggregation, headers);
    }

    /** The aggregate inside; null for null. */
    public static <AGG> @Nullable AGG getAggregationOrNull(
            @Nullable AggregationWithHeaders<AGG> aggregationWithHeaders) {
        return aggregationWithHeaders == null ? null : aggregationWithHeaders.aggregation();
    }

    /** The aggregate; null only if it was made by {@link #makeAllowNullable}. */
    public @Nullable AGG aggregation() {
        return aggregation;
    }

    /** The headers of the last update; never null. */
    public Headers headers() {
        return headers;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof AggregationWithHeaders<?> that
                        && Objects.equals(aggregation, that.aggregation)
                        && headers.equals(that.headers);
    }

    @Override
    public int hashCode() {
        return Objects.hash(aggregation, headers);
    }

    @Override
    public String toString() {
        return "AggregationWithHeaders{aggregation=" + aggregation + ", headers=" + headers + "}";
    }
}
