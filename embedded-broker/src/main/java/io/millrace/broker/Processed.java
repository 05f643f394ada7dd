package io.millrace.broker;

import io.millrace.broker.commitlog.Ledger;
import io.millrace.broker.topic.PartitionId;
import io.millrace.broker.topic.Topic;
import io.millrace.broker.topic.TopicSettings;
import io.millrace.log.CommittedOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How far the records of a partition have been processed, as the broker itself has it committed. Stateless. */
final class Processed {

    private Processed() {}

    /** The one group that an internal topic is for; null for other topics. */
    static @Nullable String group(Topic topic) {
        return topic.description().config().get(TopicSettings.REPARTITION_GROUP);
    }

    /** Records of an internal topic may go only as far as its group has committed; those of other topics have no such limit. */
    static long limit(Topic topic, PartitionId id, Ledger ledger) {
        String group = group(topic);
        if (group == null) {
            return Long.MAX_VALUE;
        }
        ledger.lock().lock();
        try {
            CommittedOffset committed = ledger.committed(group, id);
            return committed == null ? 0 : committed.offset();
        } finally {
            ledger.lock().unlock();
        }
    }

    /** Records before {@code startOffset} that groups have not processed, by group. */
    static Map<String, Long> unread(PartitionId id, long startOffset, Ledger ledger) {
        Map<String, Long> lags = new TreeMap<>();
        ledger.lock().lock();
        try {
            for (String group : List.copyOf(ledger.groups())) {
                CommittedOffset committed = ledger.committed(group, id);
                if (committed != null && committed.offset() < startOffset) {
                    lags.put(group, startOffset - committed.offset());
                }
            }
        } finally {
            ledger.lock().unlock();
        }
        return lags;
    }
}
