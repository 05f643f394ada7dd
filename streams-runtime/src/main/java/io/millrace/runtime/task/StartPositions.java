package io.millrace.runtime.task;

import io.millrace.errors.StreamsException;
import io.millrace.log.CommittedOffset;
import io.millrace.log.Isolation;
import io.millrace.log.TopicAdmin;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.input.PartitionGroup.CommittedPosition;
import io.millrace.time.Clock;
import io.millrace.topology.dag.OffsetReset;
import io.millrace.topology.dag.SourceNode;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a task starts to read: at what the group has committed, else where the source or the configuration says. */
final class StartPositions {

    private static final Logger LOG = LoggerFactory.getLogger(StartPositions.class);

    private final TopicAdmin topics;
    private final OffsetReset.Strategy configuredReset;
    private final String fingerprint;
    private final Clock clock;

    StartPositions(TopicAdmin topics, OffsetReset.Strategy configuredReset, String fingerprint, Clock clock) {
        this.topics = topics;
        this.configuredReset = configuredReset;
        this.fingerprint = fingerprint;
        this.clock = clock;
    }

    CommittedPosition find(
            TopicPartition partition, SourceNode source, Map<TopicPartition, CommittedOffset> committed) {
        CommittedOffset offset = committed.get(partition);
        if (offset == null) {
            return new CommittedPosition(resetOffset(partition, source), -1);
        }
        long timeMs = CommitMetadata.parse(offset.metadata())
                .map(metadata -> {
                    warnOfOtherTopology(partition, metadata);
                    return metadata.partitionTimeMs();
                })
                .orElse(-1L);
        return new CommittedPosition(offset.offset(), timeMs);
    }

    private void warnOfOtherTopology(TopicPartition partition, CommitMetadata metadata) {
        if (!metadata.fingerprint().equals(fingerprint)) {
            LOG.warn(
                    "The offsets of {} were committed by another topology (fingerprint {}, now {}). Stores that were renumbered"
                            + " start empty: name your operators to keep them",
                    partition,
                    metadata.fingerprint(),
                    fingerprint);
        }
    }

    private long resetOffset(TopicPartition partition, SourceNode source) {
        OffsetReset reset = source.offsetReset().orElse(null);
        OffsetReset.Strategy strategy = reset == null ? configuredReset : reset.strategy();
        return switch (strategy) {
            case EARLIEST -> topics.startOffset(partition);
            case LATEST -> topics.endOffset(partition, Isolation.READ_COMMITTED);
            case BY_DURATION -> {
                long backMs = reset == null || reset.duration() == null
                        ? 0
                        : reset.duration().toMillis();
                yield topics.offsetForTime(partition, clock.wallMs() - backMs)
                        .orElseGet(() -> topics.endOffset(partition, Isolation.READ_COMMITTED));
            }
            case NONE ->
                throw new StreamsException("Nothing is committed for " + partition + ", and source '" + source.name()
                        + "' has no reset policy. Set auto.offset.reset to earliest or latest.");
        };
    }
}
