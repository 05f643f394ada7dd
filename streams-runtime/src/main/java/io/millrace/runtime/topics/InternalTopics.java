package io.millrace.runtime.topics;

import io.millrace.config.StreamsConfig;
import io.millrace.errors.StreamsException;
import io.millrace.log.TopicAdmin;
import io.millrace.log.TopicDescription;
import io.millrace.log.TopicSpec;
import io.millrace.runtime.settings.RuntimeSettings;
import io.millrace.stores.table.ChangelogNeeds;
import io.millrace.topology.dag.RepartitionTopic;
import io.millrace.topology.dag.SinkNode;
import io.millrace.topology.dag.StoreSpec;
import io.millrace.topology.dag.SubTopology;
import io.millrace.topology.dag.TopicRef;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the topics that a topology needs and the user does not: repartition and changelog topics, and sink topics unless that is switched off. Making what
 * exists already does nothing, so that a start that was interrupted can be repeated.
 */
public final class InternalTopics {

    /** 50 MB, as in Kafka Streams: repartition topics are trimmed by whole segments. */
    private static final String REPARTITION_SEGMENT_BYTES = Integer.toString(50 << 20);

    /** Whether a timestamp is acceptable was decided when the record came in; what is made of it must not fail for that. */
    private static final String TIMESTAMP_LIMIT = "message.timestamp.after.max.ms";

    private static final String NO_LIMIT = Long.toString(Long.MAX_VALUE);

    private final TopicPlan plan;
    private final TopicAdmin topics;
    private final RuntimeSettings settings;

    public InternalTopics(TopicPlan plan, TopicAdmin topics, RuntimeSettings settings) {
        this.plan = plan;
        this.topics = topics;
        this.settings = settings;
    }

    /** Makes what is missing. */
    public void create() {
        for (SubTopology part : plan.dag().subTopologies()) {
            for (RepartitionTopic topic : part.repartitionSources()) {
                String name = topic.topic().resolve(plan.applicationId());
                make(name, plan.partitionCount(name), repartitionConfig());
            }
            for (StoreSpec store : part.stores()) {
                TopicRef changelog = store.changelog();
                if (changelog != null && changelog.internal()) {
                    make(changelog.resolve(plan.applicationId()), plan.taskCount(part.id()), changelogConfig(store));
                }
            }
            for (SinkNode sink : part.sinks()) {
                createSinkTopic(part, sink);
            }
        }
    }

    private void createSinkTopic(SubTopology part, SinkNode sink) {
        TopicRef topic = sink.topic();
        if (topic == null || topic.internal() || topics.describe(topic.name()).isPresent()) {
            return;
        }
        if (!settings.createsSinkTopics()) {
            throw new StreamsException("Sink '" + sink.name() + "' writes to topic '" + topic.name()
                    + "', which does not exist, and " + StreamsConfig.AUTO_CREATE_TOPICS_ENABLE_CONFIG
                    + " is off. Create the topic before starting.");
        }
        make(topic.name(), plan.taskCount(part.id()), Map.of());
    }

    private void make(String name, int partitionCount, Map<String, String> config) {
        Optional<TopicDescription> existing = topics.describe(name);
        if (existing.isEmpty()) {
            topics.create(new TopicSpec(name, partitionCount, config));
        } else if (existing.get().partitionCount() != partitionCount) {
            throw new StreamsException(
                    "Topic '" + name + "' has " + existing.get().partitionCount()
                            + " partitions, but the topology needs " + partitionCount
                            + ": the partition count of an input topic has changed, and with it"
                            + " the partition of each key. Nothing was changed. Go back to the old count, or start under a new application.id.");
        }
    }

    private Map<String, String> repartitionConfig() {
        return Map.of(
                "cleanup.policy",
                "delete",
                "retention.ms",
                "-1",
                "segment.bytes",
                REPARTITION_SEGMENT_BYTES,
                TIMESTAMP_LIMIT,
                NO_LIMIT,
                "message.timestamp.type",
                "CreateTime",
                "millrace.internal.repartition.group",
                settings.applicationId());
    }

    private Map<String, String> changelogConfig(StoreSpec store) {
        Map<String, String> config = new HashMap<>();
        config.put("cleanup.policy", "compact");
        config.put("message.timestamp.type", "CreateTime");
        config.put(TIMESTAMP_LIMIT, NO_LIMIT);
        if (store.builder() instanceof ChangelogNeeds needs && needs.retentionMs() >= 0) {
            long additionalMs =
                    settings.config().getLong(StreamsConfig.WINDOW_STORE_CHANGE_LOG_ADDITIONAL_RETENTION_MS_CONFIG);
            String keptMs = Long.toString(Math.max(0, needs.retentionMs() + additionalMs));
            switch (needs.cleanup()) {
                case COMPACT -> {
                    // The last record of each key stays whatever its age.
                }
                case COMPACT_AND_DELETE -> {
                    config.put("cleanup.policy", "compact,delete");
                    config.put("retention.ms", keptMs);
                    // Rows of the store expire by stream time: its changelog must not lose them because they are old by
                    // the
                    // clock on the wall.
                    config.put("millrace.internal.retention.age", "newest-record");
                }
                case COMPACT_LATE -> config.put("min.compaction.lag.ms", keptMs);
            }
        }
        config.putAll(store.changelogConfig());
        return config;
    }
}
