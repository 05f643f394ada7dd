package io.millrace.broker.segment;

import io.millrace.broker.disk.Disk;
import io.millrace.broker.disk.DiskFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What of a partition's files is not durable yet, and how far the log is. Notes are made under the log's writer lock; syncs run beside the writer, one at a time: a
 * second one has to wait until the bytes that it would skip are durable.
 */
final class UnsyncedFiles {

    private final Disk disk;
    private final String directory;
    private final ReentrantLock writer;
    private final ReentrantLock syncing = new ReentrantLock();

    // Guarded by the writer's lock.
    private final List<Segment> segments = new ArrayList<>();
    private boolean hasNewNames;
    private boolean hasNewMetadata;

    private volatile long syncedOffset;

    // Guarded by the lock over syncs.
    private @Nullable IOException failure;

    UnsyncedFiles(Disk disk, String directory, ReentrantLock writer, long syncedOffset) {
        this.disk = disk;
        this.directory = directory;
        this.writer = writer;
        this.syncedOffset = syncedOffset;
    }

    long syncedOffset() {
        return syncedOffset;
    }

    void written(Segment segment) {
        if (segments.isEmpty() || segments.get(segments.size() - 1) != segment) {
            segments.add(segment);
        }
    }

    void named() {
        hasNewNames = true;
    }

    void directoryMade() {
        hasNewNames = true;
        hasNewMetadata = true;
    }

    /**
     * Makes everything that was written so far durable, up to the end that {@code end} tells under the writer's lock. After a failure it fails for ever: the system may
     * say that all is well the next time, though it has dropped what it could not write.
     */
    void sync(LongSupplier end) throws IOException {
        syncing.lock();
        try {
            requireNoFailure();
            syncFiles(end);
        } finally {
            syncing.unlock();
        }
    }

    private void requireNoFailure() throws IOException {
        if (failure != null) {
            throw new IOException("an earlier sync has failed", failure);
        }
    }

    private void syncFiles(LongSupplier end) throws IOException {
        List<Segment> files;
        boolean names;
        boolean metadata;
        long reached;
        writer.lock();
        try {
            files = List.copyOf(segments);
            names = hasNewNames;
            metadata = hasNewMetadata;
            reached = end.getAsLong();
            forgetAll();
        } finally {
            writer.unlock();
        }
        try {
            for (Segment file : files) {
                file.log.sync();
            }
            if (metadata) {
                try (DiskFile file = disk.open(directory + "/" + SegmentFiles.METADATA)) {
                    file.sync();
                }
            }
            if (names) {
                disk.syncDirectory(directory);
                disk.syncDirectory("");
            }
        } catch (IOException e) {
            failure = e;
            throw e;
        }
        syncedOffset = Math.max(syncedOffset, reached);
    }

    /** Under the writer's lock: nothing of what was written has to become durable any more. */
    void forgetAll() {
        segments.clear();
        hasNewNames = false;
        hasNewMetadata = false;
    }

    interface FileWork {
        void run() throws IOException;
    }

    /** Under the writer's lock: the segment is on its way out. */
    void forget(Segment segment) {
        segments.remove(segment);
    }

    /** Closes, removes or replaces files while no sync uses them. */
    void whileNoneSyncs(FileWork work) throws IOException {
        syncing.lock();
        try {
            work.run();
        } finally {
            syncing.unlock();
        }
    }
}
