package io.millrace.runtime;

import io.millrace.record.TopicPartition;
import io.millrace.state.HostInfo;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one instance of the application has. */
public interface StreamsMetadata {

    /** Its {@code application.server}; {@link HostInfo#unavailable()} if it has none. */
    HostInfo hostInfo();

    /** Names of the stores that its active tasks have, and of global stores. */
    Set<String> stateStoreNames();

    /** Partitions that its active tasks read. */
    Set<TopicPartition> topicPartitions();

    /** Partitions whose tasks it has as standby. */
    Set<TopicPartition> standbyTopicPartitions();

    /** Names of the stores that its standby tasks have. */
    Set<String> standbyStateStoreNames();

    /** Host of {@link #hostInfo()}. */
    String host();

    /** Port of {@link #hostInfo()}. */
    int port();

    @Override
    boolean equals(@Nullable Object other);

    @Override
    int hashCode();
}
