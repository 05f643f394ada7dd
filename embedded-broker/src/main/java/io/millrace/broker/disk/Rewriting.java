package io.millrace.broker.disk;

import java.io.IOException;

/**
 * Writes bytes again that a failed sync may have left in memory only: the system takes them for written, and no later sync would (Rebello et al., Can Applications Recover
 * from fsync Failures?, USENIX ATC 2020). Needs no space and changes nothing, so that a crash in between does no harm. Stateless.
 */
public final class Rewriting {

    private static final int CHUNK_BYTES = 1 << 20;

    private Rewriting() {}

    /** Everything from {@code position} on is written again and synced. */
    public static void rewrite(DiskFile file, long position) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        long next = position;
        int count = file.read(next, chunk, 0, chunk.length);
        while (count > 0) {
            file.write(next, chunk, 0, count);
            next += count;
            count = file.read(next, chunk, 0, chunk.length);
        }
        file.sync();
    }
}
