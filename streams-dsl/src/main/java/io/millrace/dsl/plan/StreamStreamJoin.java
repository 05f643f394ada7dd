package io.millrace.dsl.plan;

import org.jspecify.annotations.Nullable;

/**
 * Joins two streams by key and time: a node per side behind its {@link JoinWindow}, and one where both meet, which has the name of the plan node. As a self-join it is one
 * node behind the left window.
 *
 * @param left names around the left side
 * @param right names around the right side
 * @param unmatched where records without partner wait; null if there are none, or they do not wait
 * @param isSelfJoin whether both sides are one stream that is kept once
 */
public record StreamStreamJoin(
        Side left,
        Side right,
        Bounds bounds,
        JoinKind kind,
        Combiner joiner,
        @Nullable OuterJoinStore unmatched,
        boolean isSelfJoin)
        implements Operation {

    /**
     * One side.
     *
     * @param windowName name of the side's {@link JoinWindow}
     * @param joinName name of the node that joins the side's records
     */
    public record Side(String windowName, String joinName, JoinStore store) {}

    /** How far the right record may lie before and after the left one, and for how long, in stream time, records may be late. In milliseconds. */
    public record Bounds(long beforeMs, long afterMs, long graceMs) {}

    /** The same with both sides kept once. */
    public StreamStreamJoin asSelfJoin() {
        return new StreamStreamJoin(left, right, bounds, kind, joiner, unmatched, true);
    }

    @Override
    public void accept(Visitor visitor) {
        visitor.streamStreamJoin(this);
    }
}
