package io.millrace.simulation;

import io.millrace.time.Randomness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bytes of a file: the image that is safe, and the changes since then, in order. */
final class SimFile {

    private static final int SECTOR_BYTES = 512;

    private byte[] synced = {};
    private byte[] current = {};
    private int size;
    private final List<Change> unsynced = new ArrayList<>();
    /** Bytes that a failed sync has left in memory only: no later sync writes them, unless they are written again. */
    private final BitSet stranded = new BitSet();

    /** Bytes written at a position; or, with null bytes, a cut to a size. */
    private record Change(int position, byte @Nullable [] bytes) {}

    int size() {
        return size;
    }

    int read(long position, byte[] into, int offset, int length) {
        int count = (int) Math.max(0, Math.min(length, size - position));
        System.arraycopy(current, (int) Math.min(position, size), into, offset, count);
        return count;
    }

    void write(int position, byte[] from, int offset, int length) {
        byte[] bytes = Arrays.copyOfRange(from, offset, offset + length);
        unsynced.add(new Change(position, bytes));
        stranded.clear(position, position + length);
        apply(position, bytes);
    }

    private void apply(int position, byte[] bytes) {
        int end = position + bytes.length;
        if (end > current.length) {
            current = Arrays.copyOf(current, Math.max(end, current.length * 2));
        }
        System.arraycopy(bytes, 0, current, position, bytes.length);
        size = Math.max(size, end);
    }

    void truncate(int newSize) {
        unsynced.add(new Change(newSize, null));
        cut(newSize);
    }

    private void cut(int newSize) {
        Arrays.fill(current, newSize, Math.max(newSize, size), (byte) 0);
        stranded.clear(newSize, Math.max(newSize, size));
        size = newSize;
    }

    void sync() {
        if (!unsynced.isEmpty()) {
            byte[] image = Arrays.copyOf(current, size);
            stranded.stream()
                    .filter(at -> at < image.length)
                    .forEach(at -> image[at] = at < synced.length ? synced[at] : 0);
            synced = image;
            unsynced.clear();
        }
    }

    /** Keeps what was synced and a random prefix of the changes since, the last one cut at a random byte. */
    void losePower(Randomness random) {
        int kept = random.nextInt(unsynced.size() + 1);
        List<Change> changes = new ArrayList<>(unsynced);
        current = synced.clone();
        size = synced.length;
        for (int i = 0; i < kept; i++) {
            redo(changes.get(i), changes.get(i).bytes() == null ? 0 : length(changes.get(i)));
        }
        if (kept < changes.size() && changes.get(kept).bytes() != null) {
            redo(changes.get(kept), random.nextInt(length(changes.get(kept)) + 1));
        }
        settle();
    }

    /**
     * Keeps what was synced and, of what was written since, sectors at random. The file may also have its full size, with zeros or junk where sectors are missing.
     */
    void losePowerHostilely(Randomness random) {
        int fullSize = size;
        byte[] full = Arrays.copyOf(current, size);
        boolean[] dirty = dirtySectors(fullSize);
        current = synced.clone();
        size = synced.length;
        boolean isTruncated = unsynced.stream().anyMatch(change -> change.bytes() == null);
        if (isTruncated && random.nextInt(2) == 0) {
            cut(Math.min(size, fullSize));
        }
        int kept = random.nextInt(3);
        for (int sector = 0; sector < dirty.length; sector++) {
            int from = sector * SECTOR_BYTES;
            if (dirty[sector] && kept > 0 && (kept == 2 || random.nextInt(2) == 0)) {
                apply(from, Arrays.copyOfRange(full, from, Math.min(from + SECTOR_BYTES, fullSize)));
            }
        }
        if (size < fullSize && random.nextInt(3) == 0) {
            byte[] rest = new byte[fullSize - size];
            for (int i = 0; i < rest.length && random.nextInt(2) == 0; i++) {
                rest[i] = (byte) random.nextInt(256);
            }
            apply(size, rest);
        }
        settle();
    }

    /** What is there now is on the disk. */
    private void settle() {
        unsynced.clear();
        stranded.clear();
        synced = Arrays.copyOf(current, size);
    }

    private boolean[] dirtySectors(int fullSize) {
        boolean[] dirty = new boolean[(fullSize + SECTOR_BYTES - 1) / SECTOR_BYTES];
        for (Change change : unsynced) {
            int end = Math.min(fullSize, change.position() + length(change));
            for (int sector = change.position() / SECTOR_BYTES; sector * SECTOR_BYTES < end; sector++) {
                dirty[sector] = true;
            }
        }
        return dirty;
    }

    /** A sync fails, and what was to be synced is not in memory either any more. */
    void dropUnsynced() {
        current = synced.clone();
        size = synced.length;
        unsynced.clear();
        stranded.clear();
    }

    /**
     * A sync fails; what was to be synced can still be read, until the power fails, but counts as written. So Linux treats pages that it could not write
     * (Rebello et al., Can Applications Recover from fsync Failures?, USENIX ATC 2020).
     */
    void strandUnsynced() {
        unsynced.forEach(change -> stranded.set(change.position(), change.position() + length(change)));
        unsynced.clear();
    }

    private static int length(Change change) {
        byte[] bytes = change.bytes();
        return bytes == null ? 0 : bytes.length;
    }

    private void redo(Change change, int length) {
        byte[] bytes = change.bytes();
        if (bytes == null) {
            cut(Math.min(size, change.position()));
        } else if (length > 0) {
            apply(change.position(), Arrays.copyOf(bytes, length));
        }
    }
}
