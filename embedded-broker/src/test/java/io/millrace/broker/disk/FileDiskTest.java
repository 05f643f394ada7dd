package io.millrace.broker.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDiskTest {

    private static final int FILES = 600;

    @TempDir
    Path directory;

    // Which descriptors to give up is decided while other threads go on using files: that order once changed under the
    // sort.
    @Test
    void shouldGiveUpDescriptorsWhileOtherThreadsUseFiles() throws Exception {
        FileDisk disk = new FileDisk(directory);
        disk.makeDirectories("");
        List<DiskFile> files = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            DiskFile file = disk.open("f" + i);
            file.write(0, new byte[] {(byte) i}, 0, 1);
            file.sync();
            files.add(file);
        }

        List<Callable<Integer>> users = new ArrayList<>();
        for (int user = 0; user < 4; user++) {
            Random random = new Random(user);
            boolean writes = user < 2;
            users.add(() -> use(files, random, writes));
        }
        ExecutorService threads = Executors.newFixedThreadPool(users.size());
        try {
            for (Future<Integer> wrong : threads.invokeAll(users)) {
                assertThat(wrong.get()).isZero();
            }
        } finally {
            threads.shutdownNow();
        }
        for (DiskFile file : files) {
            file.close();
        }
    }

    @Test
    void shouldKnowFileSystemsOverANetwork() {
        assertThat(List.of("nfs4", "cifs", "SMB2", "9p", "fuse.sshfs")).allMatch(FileDisk::isNetwork);
        assertThat(List.of("ext4", "xfs", "btrfs", "overlay", "tmpfs", "apfs", "NTFS"))
                .noneMatch(FileDisk::isNetwork);
        assertThat(new FileDisk(directory).networkFileSystem()).isEmpty();
    }

    /** Returns how often a file did not hold what was written to it. */
    private static int use(List<DiskFile> files, Random random, boolean writes) throws Exception {
        byte[] one = new byte[1];
        int wrong = 0;
        for (int i = 0; i < 15_000; i++) {
            int number = random.nextInt(FILES);
            DiskFile file = files.get(number);
            file.read(0, one, 0, 1);
            wrong += one[0] == (byte) number ? 0 : 1;
            if (writes && i % 50 == 0) {
                file.write(0, new byte[] {(byte) number}, 0, 1);
                file.sync();
            }
        }
        return wrong;
    }
}
