package io.millrace.broker.segment;

import io.millrace.broker.disk.Disk;
import java.io.IOException;

/** Names of a segment's files. */
final class SegmentFiles {

    static final String LOG = ".log";
    static final String OFFSET_INDEX = ".index";
    static final String TIME_INDEX = ".timeindex";
    static final String METADATA = "partition.metadata";

    private static final int DIGITS = 20;

    private SegmentFiles() {}

    static String path(String directory, long baseOffset, String suffix) {
        return directory + "/" + digits(baseOffset) + suffix;
    }

    static String digits(long offset) {
        String digits = Long.toString(offset);
        return "0".repeat(DIGITS - digits.length()) + digits;
    }

    static void deleteIndexes(Disk disk, String directory, long baseOffset) throws IOException {
        disk.delete(path(directory, baseOffset, OFFSET_INDEX));
        disk.delete(path(directory, baseOffset, TIME_INDEX));
    }

    /** Base offset of a {@code .log} file, -1 if the name is not one. */
    static long baseOffset(String name) {
        if (name.length() != DIGITS + LOG.length() || !name.endsWith(LOG)) {
            return -1;
        }
        for (int i = 0; i < DIGITS; i++) {
            if (name.charAt(i) < '0' || name.charAt(i) > '9') {
                return -1;
            }
        }
        return Long.parseLong(name.substring(0, DIGITS));
    }
}
