package io.millrace.stores.table;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The uncommitted puts of a store whose changelog gets one record per put, because its rows are not what was put. Confined to the task's thread.
 */
public final class PutLog {

    private static final int PUT_OVERHEAD_BYTES = 64;

    private final Replay replay;
    private final List<Put> puts = new ArrayList<>();
    private @Nullable RecordCoordinates context;
    private long bytes;

    private record Put(byte[] key, byte @Nullable [] value, long timestampMs) {}

    /** Does a put again that comes from the changelog. */
    @FunctionalInterface
    public interface Replay {
        void put(byte[] key, byte @Nullable [] value, long timestampMs);
    }

    public PutLog(Replay replay) {
        this.replay = replay;
    }

    /** A put was done. The arrays are kept. */
    public void add(byte[] key, byte @Nullable [] value, long timestampMs) {
        UndoLog undo = context == null ? null : context.openUndo();
        if (undo != null) {
            long before = bytes;
            undo.add(() -> {
                puts.remove(puts.size() - 1);
                bytes = before;
            });
        }
        puts.add(new Put(key, value, timestampMs));
        bytes += PUT_OVERHEAD_BYTES + key.length + (value == null ? 0 : value.length);
    }

    /** Has puts noted for whoever may take them back. */
    void noteIn(RecordCoordinates newContext) {
        context = newContext;
    }

    long bytes() {
        return bytes;
    }

    void writeTo(ChangelogWriter changelog) {
        for (Put put : puts) {
            changelog.append(put.key, put.value, Math.max(0, put.timestampMs), null);
        }
    }

    void replay(byte[] key, byte @Nullable [] value, long timestampMs) {
        replay.put(key, value, timestampMs);
    }

    void clear() {
        puts.clear();
        bytes = 0;
    }
}
