package io.millrace.runtime;

import io.millrace.config.ConfigException;
import io.millrace.processor.StateStore;
import io.millrace.runtime.StoreDescription.Kind;
import io.millrace.runtime.settings.RuntimeSettings;
import io.millrace.runtime.topics.TopicPlan;
import io.millrace.serialization.Serde;
import io.millrace.state.KeyValueStore;
import io.millrace.state.SessionStore;
import io.millrace.state.SessionStoreWithHeaders;
import io.millrace.state.TimestampedKeyValueStore;
import io.millrace.state.TimestampedKeyValueStoreWithHeaders;
import io.millrace.state.TimestampedWindowStore;
import io.millrace.state.TimestampedWindowStoreWithHeaders;
import io.millrace.state.VersionedKeyValueStore;
import io.millrace.state.WindowStore;
import io.millrace.stores.table.StoreTraits;
import io.millrace.topology.dag.GlobalStoreNode;
import io.millrace.topology.dag.ProcessorDag;
import io.millrace.topology.dag.StoreSpec;
import io.millrace.topology.dag.SubTopology;
import io.millrace.topology.dag.TopicRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Describes the stores of a topology; none is built for it. Immutable. */
final class StoreDescriptions {

    private static final Map<Class<? extends StateStore>, Kind> KINDS = Map.of(
            KeyValueStore.class, Kind.KEY_VALUE,
            TimestampedKeyValueStore.class, Kind.TIMESTAMPED_KEY_VALUE,
            TimestampedKeyValueStoreWithHeaders.class, Kind.TIMESTAMPED_KEY_VALUE,
            VersionedKeyValueStore.class, Kind.VERSIONED_KEY_VALUE,
            WindowStore.class, Kind.WINDOW,
            TimestampedWindowStore.class, Kind.TIMESTAMPED_WINDOW,
            TimestampedWindowStoreWithHeaders.class, Kind.TIMESTAMPED_WINDOW,
            SessionStore.class, Kind.SESSION,
            SessionStoreWithHeaders.class, Kind.SESSION);

    private static final Set<Class<? extends StateStore>> WITH_HEADERS = Set.of(
            TimestampedKeyValueStoreWithHeaders.class,
            TimestampedWindowStoreWithHeaders.class,
            SessionStoreWithHeaders.class);

    private final RuntimeSettings settings;

    StoreDescriptions(RuntimeSettings settings) {
        this.settings = settings;
    }

    /**
     * All stores of a topology, in order of names.
     *
     * @param plan empty before the start
     */
    List<StoreDescription> of(ProcessorDag dag, Optional<TopicPlan> plan) {
        List<StoreDescription> all = new ArrayList<>();
        for (SubTopology part : dag.subTopologies()) {
            int partitions = plan.map(known -> known.taskCount(part.id())).orElse(0);
            for (StoreSpec store : part.stores()) {
                TopicRef changelog = store.changelog();
                String topic = changelog == null ? null : changelog.resolve(settings.applicationId());
                String serdeTopic =
                        topic == null ? settings.applicationId() + "-" + store.name() + "-changelog" : topic;
                all.add(describe(store, serdeTopic, topic, OptionalInt.of(part.id()), partitions));
            }
        }
        for (GlobalStoreNode global : dag.globalStores()) {
            String topic = global.source().topics().get(0).name();
            all.add(describe(global.store(), topic, null, OptionalInt.empty(), 1));
        }
        all.sort(Comparator.comparing(StoreDescription::name));
        return List.copyOf(all);
    }

    private StoreDescription describe(
            StoreSpec store,
            String serdeTopic,
            @Nullable String changelogTopic,
            OptionalInt subtopology,
            int partitionCount) {
        StoreTraits traits = StoreTraits.of(store.builder()).orElse(null);
        return new StoreDescription(
                store.name(),
                traits == null ? Kind.OTHER : KINDS.getOrDefault(traits.type(), Kind.OTHER),
                subtopology.isEmpty(),
                traits != null && WITH_HEADERS.contains(traits.type()),
                traits == null ? Optional.empty() : serde(traits.keySerde(), settings::keySerde),
                traits == null ? Optional.empty() : serde(traits.valueSerde(), settings::valueSerde),
                serdeTopic,
                Optional.ofNullable(changelogTopic),
                traits == null ? Optional.empty() : duration(traits.retentionMs()),
                traits == null ? Optional.empty() : duration(traits.windowSizeMs()),
                subtopology,
                partitionCount);
    }

    private static Optional<Serde<?>> serde(@Nullable Serde<?> given, Supplier<Serde<?>> configured) {
        if (given != null) {
            return Optional.of(given);
        }
        try {
            return Optional.of(configured.get());
        } catch (ConfigException e) {
            // No default is configured: the description says so, and the store's task fails with the reason.
            return Optional.empty();
        }
    }

    private static Optional<Duration> duration(long ms) {
        return ms < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(ms));
    }
}
