package io.millrace.stores.task;

import io.millrace.log.TombstoneHold;
import io.millrace.processor.CommitCallback;
import io.millrace.processor.StateRestoreCallback;
import io.millrace.processor.StateStore;
import io.millrace.stores.table.StreamProgress;
import io.millrace.stores.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One store of a task. Confined to the task's thread. */
public final class StoreSlot {

    private static final UUID NO_TOPIC = new UUID(0, 0);

    private final StateStore store;
    private final String changelogTopic;
    private final UUID changelogTopicId;
    private final boolean logged;

    /** Set in the store's {@code init} if it is a built-in one. */
    @Nullable
    Table table;

    /** Tables of built-in stores inside a store of the program's own, which the built-in one above writes to when it is committed. */
    final List<Table> inner = new ArrayList<>();

    @Nullable
    StateRestoreCallback restoreCallback;

    @Nullable
    CommitCallback commitCallback;
    /** Offset of the last changelog record that the store has, uncommitted ones left out; -1 if there is none. */
    long changelogOffset = -1;
    /** The same as of the last flush that was asked for; replay after a crash starts there, or later. */
    long flushedOffset = -1;
    /** The log's present epoch. */
    int logEpoch;
    /** What the task keeps beside the store's rows; null for nothing. */
    byte @Nullable [] note;

    /** Deletions that a crash would take out of the store stay in the changelog. */
    TombstoneHold tombstones = TombstoneHold.NONE;

    /** As the engine had it when it was opened. */
    long openedStreamTimeMs = StreamProgress.NO_TIME;

    int openedSequence;

    /**
     * @param changelogTopic name of the changelog on the broker, or what it would be: serdes are told it
     * @param changelogTopicId null if the store is not logged
     */
    public StoreSlot(StateStore store, String changelogTopic, @Nullable UUID changelogTopicId) {
        this.store = store;
        this.changelogTopic = changelogTopic;
        this.logged = changelogTopicId != null;
        this.changelogTopicId = changelogTopicId == null ? NO_TOPIC : changelogTopicId;
    }

    public String name() {
        return store.name();
    }

    public StateStore store() {
        return store;
    }

    /** Whether the store has a changelog. */
    public boolean isLogged() {
        return logged;
    }

    public String changelogTopic() {
        return changelogTopic;
    }

    UUID changelogTopicId() {
        return changelogTopicId;
    }

    /** Offset of the last changelog record in the store; -1 if there is none. Restoring goes on behind it. */
    public long changelogOffset() {
        return changelogOffset;
    }

    /** What the task has noted beside the store's rows, as the engine had it when it was opened; null if there is nothing, or the store is in no engine of the task. */
    public byte @Nullable [] note() {
        return note;
    }

    /** Notes something that goes to the engine with the rows of the next commit, in one batch. */
    public void note(byte[] bytes) {
        note = bytes;
    }

    /** The store was emptied before its {@code init}: it stands for nothing. */
    void forget() {
        note = null;
        changelogOffset = -1;
        openedStreamTimeMs = StreamProgress.NO_TIME;
        openedSequence = 0;
    }

    /** The table of a built-in store; null for a store of the user's own kind. */
    public @Nullable Table table() {
        return table;
    }
}
