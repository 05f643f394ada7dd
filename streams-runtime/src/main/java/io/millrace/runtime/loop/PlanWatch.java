package io.millrace.runtime.loop;

import io.millrace.runtime.topics.LivePlan;
import io.millrace.runtime.topics.TopicPlan;
import java.util.concurrent.TimeUnit;

/** Looks from time to time whether the topics that match a pattern are still the same. Confined to the loop's thread. */
final class PlanWatch {

    private static final long UNSETTLED_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LivePlan plan;
    private final long intervalNanos;
    private TopicPlan seen;
    private long lastNanos;
    private boolean hasEverChanged;
    private long changeNanos;

    PlanWatch(LivePlan plan, long intervalMs, long nowNanos) {
        this.plan = plan;
        this.intervalNanos = TimeUnit.MILLISECONDS.toNanos(intervalMs);
        this.seen = plan.current();
        this.lastNanos = nowNanos;
    }

    /** Whether the plan has changed since the last call; looks for itself if the interval is over. */
    boolean hasChanged(long nowNanos) {
        if (!plan.isLive()) {
            return false;
        }
        if (nowNanos - lastNanos >= intervalNanos) {
            lastNanos = nowNanos;
            plan.refresh();
        }
        return seesChange(nowNanos);
    }

    /**
     * Looks now, and says whether the plan has changed in the last few seconds: what fails then may fail since a topic is gone of which the group has not told all
     * members yet.
     */
    boolean hasChangedLately(long nowNanos) {
        if (!plan.isLive()) {
            return false;
        }
        plan.refresh();
        return seesChange(nowNanos) || hasEverChanged && nowNanos - changeNanos < UNSETTLED_NANOS;
    }

    private boolean seesChange(long nowNanos) {
        TopicPlan before = seen;
        seen = plan.current();
        if (seen == before) {
            return false;
        }
        hasEverChanged = true;
        changeNanos = nowNanos;
        return true;
    }
}
