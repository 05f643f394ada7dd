package io.millrace.broker.segment;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A batch that was appended lately, with its bytes as long as the budget lasts. */
final class TailBatch {

    /** What an entry costs beside its bytes, about. */
    private static final int OVERHEAD_BYTES = 96;

    final long baseOffset;
    final long lastOffset;
    private final AtomicReference<byte @Nullable []> bytes;
    private final int costBytes;

    TailBatch(long baseOffset, long lastOffset, byte[] bytes) {
        this.baseOffset = baseOffset;
        this.lastOffset = lastOffset;
        this.bytes = new AtomicReference<>(bytes);
        costBytes = bytes.length + OVERHEAD_BYTES;
    }

    /** The batch, at the start of the array; null if it has to be read from the file. */
    byte @Nullable [] bytes() {
        return bytes.get();
    }

    int costBytes() {
        return costBytes;
    }

    /** Lets go of the bytes; false if that was done before. */
    boolean release() {
        return bytes.getAndSet(null) != null;
    }
}
