package io.millrace.dsl;

import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Sum and count of numbers: the state of {@link Aggregators#average}. Immutable.
 *
 * <p>Format: count (8 bytes), sum (8 bytes), big-endian.
 */
public record Mean(long count, double sum) {

    static final Mean NONE = new Mean(0, 0);

    Mean plus(double number) {
        return new Mean(count + 1, sum + number);
    }

    Mean plus(Mean other) {
        return new Mean(count + other.count, sum + other.sum);
    }

    Mean minus(double number) {
        return count <= 1 ? NONE : new Mean(count - 1, sum - number);
    }

    /** The mean; NaN of no numbers. */
    public double value() {
        return sum / count;
    }

    static Serde<Mean> serde() {
        return Serdes.serdeFrom((topic, mean) -> encode(mean), (topic, bytes) -> decode(bytes));
    }

    private static byte @Nullable [] encode(@Nullable Mean mean) {
        return mean == null
                ? null
                : ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(mean.count)
                        .putDouble(mean.sum)
                        .array();
    }

    private static @Nullable Mean decode(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Mean(buffer.getLong(), buffer.getDouble());
    }
}
