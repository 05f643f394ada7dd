package io.millrace.stores.task;

import io.millrace.errors.ProcessorStateException;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * What an engine's data of one store stands for. Written in the same batch as the data. Immutable.
 *
 * <p>Format, big-endian: version (1 byte, 1), topic id (16), changelog offset (8), commit number (8), log epoch (4),
 * wall time (8), observed stream time (8), sequence number (4).
 *
 * @param changelogTopicId the changelog it belongs to; all zeros if the store has none
 * @param changelogOffset of the last <em>data</em> record of the changelog that is in the store, -1 if there is none; never the position behind a
 *     marker, which a power loss may take back
 * @param commitNumber of the newest commit in the store; for restored data an upper bound of it; -1 if the log does not number commits
 * @param logEpoch the log's epoch when it was written
 * @param wallMs when it was written
 * @param streamTimeMs that the store has observed, -1 if none; only of stores whose rows expire
 * @param sequence number of the last row, in stores that keep duplicates
 */
public record StoreMeta(
        UUID changelogTopicId,
        long changelogOffset,
        long commitNumber,
        int logEpoch,
        long wallMs,
        long streamTimeMs,
        int sequence) {

    private static final byte VERSION = 1;
    private static final int LENGTH_BYTES = 1 + 16 + 4 * Long.BYTES + 2 * Integer.BYTES;

    /** The same, of a topic that is not there any more: only the commit number can be looked for. */
    StoreMeta withoutOffset() {
        return new StoreMeta(changelogTopicId, -1, commitNumber, logEpoch, wallMs, streamTimeMs, sequence);
    }

    byte[] encode() {
        return ByteBuffer.allocate(LENGTH_BYTES)
                .put(VERSION)
                .putLong(changelogTopicId.getMostSignificantBits())
                .putLong(changelogTopicId.getLeastSignificantBits())
                .putLong(changelogOffset)
                .putLong(commitNumber)
                .putInt(logEpoch)
                .putLong(wallMs)
                .putLong(streamTimeMs)
                .putInt(sequence)
                .array();
    }

    /** Whether these are a meta record of this format. */
    static boolean isReadable(byte[] bytes) {
        return bytes.length == LENGTH_BYTES && bytes[0] == VERSION;
    }

    static StoreMeta decode(String storeName, byte[] bytes) {
        if (bytes.length == 0 || bytes[0] != VERSION) {
            throw new ProcessorStateException(
                    "Store '" + storeName + "' was written in format "
                            + (bytes.length == 0 ? "(none)" : bytes[0]) + "; this version reads format " + VERSION
                            + ". Its data is not touched. Run the version that wrote it, or remove the directory to rebuild it from its changelog.");
        }
        if (bytes.length != LENGTH_BYTES) {
            throw new ProcessorStateException("The meta record of store '" + storeName + "' has " + bytes.length
                    + " bytes instead of " + LENGTH_BYTES
                    + ". Remove the task's directory to rebuild its stores from their changelogs.");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, LENGTH_BYTES - 1);
        return new StoreMeta(
                new UUID(buffer.getLong(), buffer.getLong()),
                buffer.getLong(),
                buffer.getLong(),
                buffer.getInt(),
                buffer.getLong(),
                buffer.getLong(),
                buffer.getInt());
    }
}
