package io.millrace.serialization;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Bytes of buffers, without moving their positions. */
final class Buffers {

    private Buffers() {}

    /** A copy of what remains in {@code buffer}; null for null. */
    static byte @Nullable [] copyOfRemaining(@Nullable ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] copy = new byte[buffer.remaining()];
        buffer.get(buffer.position(), copy);
        return copy;
    }

    /** Throws {@link SerializationException} unless {@code actual} is {@code expected} bytes. */
    static void requireSize(int expected, int actual, String topic, String type) {
        if (actual != expected) {
            throw new SerializationException("Topic " + topic + ": " + article(type) + " takes " + expected
                    + (expected == 1 ? " byte" : " bytes") + ", but there are " + actual
                    + ". Was the topic written with another serde?");
        }
    }

    private static String article(String type) {
        return ("IU".indexOf(type.charAt(0)) >= 0 ? "an " : "a ") + type;
    }
}
