package io.millrace.runtime.topics;

import io.millrace.log.TopicAdmin;
import io.millrace.runtime.settings.RuntimeSettings;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topic plan as it is now: topics that match a pattern come and go while the application runs. Safe from any thread. */
public final class LivePlan {

    private static final Logger LOG = LoggerFactory.getLogger(LivePlan.class);

    private final TopicAdmin topics;
    private final RuntimeSettings settings;
    private final AtomicBoolean isRefreshing = new AtomicBoolean();
    private volatile TopicPlan current;

    public LivePlan(TopicPlan plan, TopicAdmin topics, RuntimeSettings settings) {
        this.current = plan;
        this.topics = topics;
        this.settings = settings;
    }

    public TopicPlan current() {
        return current;
    }

    /** Whether it can change at all. */
    public boolean isLive() {
        return current.hasPatterns();
    }

    /**
     * Looks which topics match now, and makes the internal topics that new ones need. Does nothing while another thread does it.
     *
     * @throws io.millrace.errors.StreamsException if a new topic contradicts the topology, for example by having more partitions than the changelogs have
     */
    public void refresh() {
        if (!isLive() || !isRefreshing.compareAndSet(false, true)) {
            return;
        }
        try {
            TopicPlan before = current;
            TopicPlan now = TopicPlan.resolve(before.dag(), before.applicationId(), topics);
            if (!now.readsTheSameAs(before)) {
                new InternalTopics(now, topics, settings).create();
                current = now;
                LOG.info("Application {} reads other topics now: {}", before.applicationId(), now.allSourceTopics());
            }
        } finally {
            isRefreshing.set(false);
        }
    }
}
