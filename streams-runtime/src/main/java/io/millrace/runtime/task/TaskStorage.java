package io.millrace.runtime.task;

import io.millrace.errors.StreamsException;
import io.millrace.log.TombstoneHold;
import io.millrace.log.TopicAdmin;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.settings.RuntimeSettings;
import io.millrace.runtime.task.TaskFactory.TaskSpec;
import io.millrace.state.SessionStore;
import io.millrace.state.WindowStore;
import io.millrace.stores.engine.EngineFactory;
import io.millrace.stores.table.RecordCacheBudget;
import io.millrace.stores.table.RecordCoordinates;
import io.millrace.stores.task.ChangelogHistory;
import io.millrace.stores.task.DetachedEngines;
import io.millrace.stores.task.StoreMeta;
import io.millrace.stores.task.StoreSlot;
import io.millrace.stores.task.TaskMemory;
import io.millrace.stores.task.TaskStores;
import io.millrace.topology.dag.StoreSpec;
import io.millrace.topology.dag.SubTopology;
import io.millrace.topology.dag.TopicRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the stores of tasks, active or standby, where their incarnation before has left them. Confined to its thread. */
public final class TaskStorage {

    private static final Logger LOG = LoggerFactory.getLogger(TaskStorage.class);

    private static final String STORES = "/stores";

    private final TaskEnvironment environment;
    private final RuntimeSettings settings;
    private final RecordCacheBudget recordCache;

    TaskStorage(TaskEnvironment environment, RecordCacheBudget recordCache) {
        this.environment = environment;
        this.settings = environment.settings();
        this.recordCache = recordCache;
    }

    /** Offsets of the last changelog records that stores in a task's directory have, by store, as far as that can be told without opening them. */
    public static Map<String, Long> offsetsIn(String directory, EngineFactory engines) {
        return TaskStores.peek(directory + STORES, engines);
    }

    TaskStores open(TaskSpec spec, RecordCoordinates coordinates) {
        TaskMemory memory = new TaskMemory(recordCache, settings.heldBackCommits(), environment.budgets());
        DetachedEngines kept = spec.kept();
        if (kept != null) {
            return TaskStores.reopen(storeSlots(spec), kept, memory, coordinates, environment.clock(), history(spec));
        }
        return TaskStores.open(
                storeSlots(spec),
                spec.directory() + STORES,
                environment.engines(),
                memory,
                coordinates,
                environment.clock(),
                history(spec));
    }

    private ChangelogHistory history(TaskSpec spec) {
        TopicAdmin topics = environment.broker().topics();
        int partition = spec.id().partition();
        return new ChangelogHistory() {
            @Override
            public int epoch() {
                return topics.epoch();
            }

            @Override
            public long lastCommitNumber() {
                return topics.lastCommitNumber();
            }

            @Override
            public boolean isContinued(StoreSlot slot, StoreMeta meta) {
                TopicPartition changelog = new TopicPartition(slot.changelogTopic(), partition);
                return topics.isContinued(changelog, meta.logEpoch(), meta.commitNumber(), meta.changelogOffset())
                        && hasAllSince(changelog, slot, meta);
            }

            @Override
            public TombstoneHold holdTombstones(StoreSlot slot, long nextOffset) {
                return topics.holdTombstones(new TopicPartition(slot.changelogTopic(), partition), nextOffset);
            }
        };
    }

    /** Rows that expire may be deleted from the log before a store has got them; what else is deleted a store must have had. */
    private boolean hasAllSince(TopicPartition changelog, StoreSlot slot, StoreMeta meta) {
        long start = environment.broker().topics().startOffset(changelog);
        boolean isGap = meta.changelogOffset() >= 0 && meta.changelogOffset() + 1 < start;
        if (!isGap || slot.store() instanceof WindowStore || slot.store() instanceof SessionStore) {
            return true;
        }
        LOG.warn(
                "Store '{}' stands at offset {} of {}, which starts at {} by now: records in between are gone. The store is built anew from offset {}",
                slot.name(),
                meta.changelogOffset(),
                changelog,
                start,
                start);
        return false;
    }

    private List<StoreSlot> storeSlots(TaskSpec spec) {
        List<StoreSlot> slots = new ArrayList<>();
        for (SubTopology part : spec.parts()) {
            for (StoreSpec store : part.stores()) {
                TopicRef changelog = store.changelog();
                String topic = changelog == null
                        ? settings.applicationId() + "-" + store.name() + "-changelog"
                        : changelog.resolve(settings.applicationId());
                UUID topicId = changelog == null ? null : topicId(store, topic);
                slots.add(new StoreSlot(store.builder().build(), topic, topicId));
            }
        }
        return slots;
    }

    private UUID topicId(StoreSpec store, String topic) {
        return environment
                .broker()
                .topics()
                .describe(topic)
                .orElseThrow(() -> new StreamsException(
                        "The changelog '" + topic + "' of store '" + store.name() + "' does not exist any more"))
                .id();
    }
}
