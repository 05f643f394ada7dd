package io.millrace.stores.task;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what of a store's local state holds when its task is opened: all of it, so that only what has come since is restored, or nothing, so that it is rebuilt from
 * its changelog, if the log has lost what the store stands for or has forgotten deletions that the store has not seen. Used by {@link TaskStores} while it opens.
 */
final class StoreRecovery {

    private static final Logger LOG = LoggerFactory.getLogger(StoreRecovery.class);

    private final StoreEngines engines;
    private final ChangelogHistory history;

    /** @param history of the log that the changelogs are in */
    StoreRecovery(StoreEngines engines, ChangelogHistory history) {
        this.engines = engines;
        this.history = history;
    }

    /**
     * Sets a store's offset, stream time and note to what its rows in the engine stand for, or empties it.
     *
     * @return number of the newest commit in the store; -1 if there is nothing in it, or the log does not number commits
     * @throws io.millrace.errors.ProcessorStateException if the store belongs to a changelog that is gone, or cannot be read; then nothing was changed
     */
    long recover(StoreSlot slot) {
        slot.logEpoch = history.epoch();
        slot.note = engines.readNote(slot);
        StoreMeta meta = engines.readMeta(slot);
        if (slot.isLogged()) {
            slot.tombstones = history.holdTombstones(slot, meta == null ? 0 : meta.changelogOffset() + 1);
        }
        if (meta == null) {
            return -1;
        }
        // Whether the log has lost commits is asked before anything else: then the topic may have gone with them.
        StoreMeta inThisTopic = StoreEngines.isOfSameTopic(slot, meta) ? meta : meta.withoutOffset();
        if (slot.isLogged() && !history.isContinued(slot, inThisTopic)) {
            LOG.warn(
                    "Store '{}' is at offset {} of '{}' and commit {}, which the log has lost since (it is in epoch {}, the store was written in epoch {}):"
                            + " it is emptied and rebuilt from its changelog",
                    slot.name(),
                    meta.changelogOffset(),
                    slot.changelogTopic(),
                    meta.commitNumber(),
                    history.epoch(),
                    meta.logEpoch());
            empty(slot);
            return -1;
        }
        StoreEngines.requireSameTopic(slot, meta);
        if (meta.changelogOffset() + 1 < slot.tombstones.droppedBefore()) {
            LOG.warn(
                    "Store '{}' is at offset {} of '{}', and deletions of keys before offset {} were compacted away since: it is emptied and rebuilt from its"
                            + " changelog, so that no deleted key lives on in it. Raise delete.retention.ms of the topic to avoid this.",
                    slot.name(),
                    meta.changelogOffset(),
                    slot.changelogTopic(),
                    slot.tombstones.droppedBefore());
            empty(slot);
            return -1;
        }
        slot.changelogOffset = meta.changelogOffset();
        slot.flushedOffset = meta.changelogOffset();
        slot.openedStreamTimeMs = meta.streamTimeMs();
        slot.openedSequence = meta.sequence();
        return meta.commitNumber();
    }

    private void empty(StoreSlot slot) {
        engines.clear(slot);
        slot.tombstones.advance(0);
    }
}
