package io.millrace.interactive.stores;

import io.millrace.interactive.problem.Problem;
import io.millrace.interactive.problem.ProblemType;
import java.nio.ByteBuffer;

/** Places in scans as bytes whose unsigned order is that of the numbers in them. */
final class Sort {

    private Sort() {}

    /** Numbers, the first counting most. */
    static byte[] of(long... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Long.BYTES);
        for (long number : numbers) {
            bytes.putLong(number ^ Long.MIN_VALUE);
        }
        return bytes.array();
    }

    /** A number, then bytes. */
    static byte[] of(long number, byte[] rest) {
        return ByteBuffer.allocate(Long.BYTES + rest.length)
                .putLong(number ^ Long.MIN_VALUE)
                .put(rest)
                .array();
    }

    /** The first number of a place that came from a token. */
    static long first(byte[] sort) {
        if (sort.length < Long.BYTES) {
            throw Problem.of(ProblemType.BAD_TOKEN, "Parameter 'token' is not one that this server has made")
                    .toException();
        }
        return ByteBuffer.wrap(sort).getLong() ^ Long.MIN_VALUE;
    }
}
