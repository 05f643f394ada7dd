package io.millrace.broker.disk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Bytes in blocks; only the first block grows, so that small files stay small and large ones are not copied. Thread-safe. */
final class HeapFile implements DiskFile {

    private static final int BLOCK_BYTES = 1 << 16;
    private static final int FIRST_BLOCK_BYTES_MIN = 1 << 9;

    // Guarded by this object's lock, as is the size.
    private final List<byte[]> blocks = new ArrayList<>();
    private final Object lock = new Object();
    private long sizeBytes;

    @Override
    public int read(long position, byte[] into, int offset, int length) {
        synchronized (lock) {
            int count = (int) Math.max(0, Math.min(length, sizeBytes - position));
            for (int done = 0; done < count; ) {
                int from = (int) ((position + done) % BLOCK_BYTES);
                int step = Math.min(count - done, BLOCK_BYTES - from);
                System.arraycopy(block(position + done), from, into, offset + done, step);
                done += step;
            }
            return count;
        }
    }

    @Override
    public void write(long position, byte[] from, int offset, int length) {
        synchronized (lock) {
            reserve(position + length);
            for (int done = 0; done < length; ) {
                int to = (int) ((position + done) % BLOCK_BYTES);
                int step = Math.min(length - done, BLOCK_BYTES - to);
                System.arraycopy(from, offset + done, block(position + done), to, step);
                done += step;
            }
            sizeBytes = Math.max(sizeBytes, position + length);
        }
    }

    private byte[] block(long position) {
        return blocks.get((int) (position / BLOCK_BYTES));
    }

    private void reserve(long end) {
        if (end <= BLOCK_BYTES && blocks.size() <= 1) {
            int present = blocks.isEmpty() ? 0 : blocks.get(0).length;
            if (end > present) {
                int grown = Math.max(FIRST_BLOCK_BYTES_MIN, Integer.highestOneBit((int) end - 1) << 1);
                byte[] first = blocks.isEmpty() ? new byte[grown] : Arrays.copyOf(blocks.get(0), grown);
                blocks.clear();
                blocks.add(first);
            }
            return;
        }
        if (!blocks.isEmpty() && blocks.get(0).length < BLOCK_BYTES) {
            blocks.set(0, Arrays.copyOf(blocks.get(0), BLOCK_BYTES));
        }
        while ((long) blocks.size() * BLOCK_BYTES < end) {
            blocks.add(new byte[BLOCK_BYTES]);
        }
    }

    @Override
    public void truncate(long newSizeBytes) {
        synchronized (lock) {
            if (newSizeBytes > sizeBytes) {
                throw new IllegalArgumentException("Cannot cut " + sizeBytes + " bytes to " + newSizeBytes);
            }
            int keep = (int) ((newSizeBytes + BLOCK_BYTES - 1) / BLOCK_BYTES);
            while (blocks.size() > keep) {
                blocks.remove(blocks.size() - 1);
            }
            if (keep > 0) {
                byte[] last = blocks.get(keep - 1);
                int used = (int) (newSizeBytes - (long) (keep - 1) * BLOCK_BYTES);
                Arrays.fill(last, used, last.length, (byte) 0);
            }
            sizeBytes = newSizeBytes;
        }
    }

    @Override
    public long sizeBytes() {
        synchronized (lock) {
            return sizeBytes;
        }
    }

    @Override
    public void sync() {}

    @Override
    public void close() {}
}
