package io.millrace.broker.segment;

import io.millrace.broker.disk.Disk;
import java.io.IOException;
import java.util.List;

/**
 * Puts one segment in the place of several, such that a crash leaves the old ones or the new one.
 *
 * <p>{@code <base offset>.log.cleaned} is being written and means nothing. {@code <base offset>-<end offset>.swap} is whole and durable, and takes the place of all
 * segments from the one to the other: from its name on, the old ones are not read any more, whichever of them are still there. Stateless.
 */
final class SegmentSwap {

    private static final String CLEANED = ".log.cleaned";
    private static final String SWAP = ".swap";
    private static final int DIGITS = 20;

    private SegmentSwap() {}

    static String cleanedPath(String directory, long baseOffset) {
        return SegmentFiles.path(directory, baseOffset, CLEANED);
    }

    private static String swapName(long baseOffset, long endOffset) {
        return SegmentFiles.digits(baseOffset) + "-" + SegmentFiles.digits(endOffset) + SWAP;
    }

    /** Makes the cleaned file, which is synced and closed, the one that counts, once the directory is synced too. */
    static void commit(Disk disk, String directory, long baseOffset, long endOffset) throws IOException {
        disk.rename(cleanedPath(directory, baseOffset), directory + "/" + swapName(baseOffset, endOffset));
    }

    /**
     * Removes the old segments but the first, whose name the new one gets. Their files must not be open. The directory has to be synced behind it: were their names to
     * come back by a power loss once the new segment has its own, nobody could tell that they are old. Can be repeated.
     */
    static void removeOld(Disk disk, String directory, long baseOffset, long endOffset) throws IOException {
        for (String name : disk.list(directory)) {
            long base = SegmentFiles.baseOffset(name);
            if (base > baseOffset && base < endOffset) {
                disk.delete(directory + "/" + name);
                SegmentFiles.deleteIndexes(disk, directory, base);
            }
        }
        SegmentFiles.deleteIndexes(disk, directory, baseOffset);
    }

    /** Gives the new segment its name, in the place of the first old one. Can be repeated. */
    static void takePlace(Disk disk, String directory, long baseOffset, long endOffset) throws IOException {
        String swap = directory + "/" + swapName(baseOffset, endOffset);
        if (disk.exists(swap)) {
            disk.rename(swap, SegmentFiles.path(directory, baseOffset, SegmentFiles.LOG));
        }
    }

    /** Puts a partition's files in order after a crash: what was not whole goes, what was begun is finished. */
    static void recover(Disk disk, String directory) throws IOException {
        List<String> names = disk.list(directory);
        for (String name : names) {
            if (name.endsWith(CLEANED)) {
                disk.delete(directory + "/" + name);
            } else if (name.endsWith(SWAP) && name.length() == 2 * DIGITS + 1 + SWAP.length()) {
                long base = Long.parseLong(name.substring(0, DIGITS));
                long end = Long.parseLong(name.substring(DIGITS + 1, 2 * DIGITS + 1));
                removeOld(disk, directory, base, end);
                disk.syncDirectory(directory);
                takePlace(disk, directory, base, end);
                disk.syncDirectory(directory);
            }
        }
    }
}
