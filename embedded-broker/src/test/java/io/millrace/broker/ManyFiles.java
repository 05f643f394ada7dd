package io.millrace.broker;

import io.millrace.broker.disk.DiskFile;
import io.millrace.broker.disk.FileDisk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process of its own that writes more files than it may have open: prints "fine", or what failed. */
public final class ManyFiles {

    private ManyFiles() {}

    /** @param args a directory, how many files, and whether they are synced, so that they can be given up */
    public static void main(String[] args) throws Exception {
        FileDisk disk = new FileDisk(Path.of(args[0]));
        disk.makeDirectories("");
        boolean syncs = Boolean.parseBoolean(args[2]);
        List<DiskFile> files = new ArrayList<>();
        try {
            for (int i = 0; i < Integer.parseInt(args[1]); i++) {
                DiskFile file = disk.open("f" + i);
                file.write(0, new byte[] {1}, 0, 1);
                if (syncs) {
                    file.sync();
                }
                files.add(file);
            }
            System.out.print("fine");
        } catch (java.io.IOException e) {
            System.out.print(e.getMessage());
        }
    }
}
