package io.millrace.broker.disk;

import java.io.IOException;

/**
 * An open file. Every access names its position, so that readers and the writer do not disturb each other; safe from any thread. An
 * interrupt of the calling thread never closes it and is left pending.
 */
public interface DiskFile extends AutoCloseable {

    /**
     * Reads up to {@code length} bytes.
     *
     * @return bytes read, less than {@code length} only at the end of the file; 0 behind it
     */
    int read(long position, byte[] into, int offset, int length) throws IOException;

    /**
     * Writes all of the bytes, beyond the present end too.
     *
     * @throws IOException if not all could be written; some may have been
     */
    void write(long position, byte[] from, int offset, int length) throws IOException;

    /** Cuts the file to a size, which must not be above the present one. */
    void truncate(long sizeBytes) throws IOException;

    long sizeBytes() throws IOException;

    /** Makes all bytes written so far durable. After a failure it is unknown which of them are. */
    void sync() throws IOException;

    /** Gives up the handle; does not sync. Idempotent. */
    @Override
    void close() throws IOException;
}
