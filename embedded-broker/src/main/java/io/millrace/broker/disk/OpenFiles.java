package io.millrace.broker.disk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Bounds the number of file descriptors: past it, those of the files that were used least recently are closed. Thread-safe. */
final class OpenFiles {

    private static final int HANDLES_MAX = 400;
    private static final int CLOSED_AT_ONCE = 40;

    private final AtomicLong uses = new AtomicLong();
    // Guarded by itself.
    private final Set<FileHandle> open = new HashSet<>();

    long nextUse() {
        return uses.incrementAndGet();
    }

    void opened(FileHandle handle) throws IOException {
        List<FileHandle> others;
        synchronized (open) {
            open.add(handle);
            if (open.size() <= HANDLES_MAX) {
                return;
            }
            others = new ArrayList<>(open);
        }
        others.remove(handle);
        others.sort(Comparator.comparingLong(FileHandle::lastUse));
        int released = 0;
        for (FileHandle other : others) {
            if (other.tryRelease() && ++released == CLOSED_AT_ONCE) {
                return;
            }
        }
    }

    void released(FileHandle handle) {
        synchronized (open) {
            open.remove(handle);
        }
    }
}
