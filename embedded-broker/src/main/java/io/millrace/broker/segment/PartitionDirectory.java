package io.millrace.broker.segment;

import io.millrace.broker.disk.Disk;
import io.millrace.broker.disk.DiskFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** How the directory of a partition is made and removed. Stateless. */
public final class PartitionDirectory {

    private PartitionDirectory() {}

    /** Makes the directory, with the file that says whose it is. It is not durable yet. */
    static void make(Disk disk, String directory, String metadata) throws IOException {
        disk.makeDirectories(directory);
        byte[] text = metadata.getBytes(StandardCharsets.UTF_8);
        try (DiskFile file = disk.open(directory + "/" + SegmentFiles.METADATA)) {
            file.write(0, text, 0, text.length);
        }
    }

    /** Removes a partition's directory with whatever is in it. */
    public static void remove(Disk disk, String directory) throws IOException {
        List<String> names = disk.list(directory);
        for (String name : names) {
            disk.delete(directory + "/" + name);
        }
        if (!names.isEmpty()) {
            // Whatever the durability: old data that a power loss brings back would pass for that of a topic made
            // since.
            disk.syncDirectory(directory);
        }
        disk.delete(directory);
    }
}
