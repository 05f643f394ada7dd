package io.millrace.dsl;

import io.millrace.dsl.plan.NodeId;
import io.millrace.dsl.plan.PlanDraft;
import io.millrace.dsl.plan.Suppress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a {@link Suppressed} comes to for one table. */
record Suppression(
        @Nullable String name,
        Suppress.Limits limits,
        @Nullable Map<String, String> changelogConfig) {

    /**
     * For the table that a node makes.
     *
     * @throws io.millrace.errors.TopologyException if windows are to close but the table has none
     */
    static Suppression of(Suppressed<?> suppressed, PlanDraft draft, NodeId table) {
        if (suppressed instanceof UntilWindowCloses<?> until) {
            return of(until.name(), draft.windowGraceMs(table), true, until.buffer());
        }
        if (suppressed instanceof UntilTimeLimit<?> until) {
            return of(until.name(), until.waitMs(), false, until.buffer());
        }
        throw new IllegalArgumentException(
                "suppress() takes what Suppressed.untilWindowCloses or untilTimeLimit returns, not a "
                        + suppressed.getClass().getName());
    }

    private static Suppression of(@Nullable String name, long waitMs, boolean untilClose, BufferBounds<?> bounds) {
        if (name != null) {
            Named.validate(name);
        }
        return new Suppression(
                name,
                new Suppress.Limits(
                        waitMs, untilClose, bounds.maxRecords, bounds.maxBytes, bounds.emitsEarly(), untilClose),
                bounds.changelogConfig);
    }

    /** Name of the buffer's store, drawn if the program gave no name. */
    String storeName(PlanDraft draft) {
        if (name != null) {
            return name + "-store";
        }
        String drawn = draft.newStoreName(Prefix.TABLE_SUPPRESS);
        if (changelogConfig != null) {
            draft.noteDrawnName("changelog topic " + drawn + "-changelog");
        }
        return drawn;
    }
}
