package io.millrace.dsl.plan;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Joins two tables by their keys: a node per side and one where both meet, which has the name of the plan node.
 *
 * @param joiner ignores the key
 * @param store null: computed from both tables when asked for
 * @param skipsOlderLeft whether the left table is versioned
 * @param skipsOlderRight whether the right table is versioned
 */
public record TableTableJoin(
        NodeId left,
        NodeId right,
        Combiner joiner,
        JoinKind kind,
        String leftName,
        String rightName,
        @Nullable StoreSettings store,
        boolean sendsOldValues,
        boolean skipsOlderLeft,
        boolean skipsOlderRight)
        implements Operation.TableOperation, VersionedInput {

    /** A join as the program asks for it. */
    public static TableTableJoin of(
            NodeId left,
            NodeId right,
            Combiner joiner,
            JoinKind kind,
            String leftName,
            String rightName,
            @Nullable StoreSettings store) {
        return new TableTableJoin(left, right, joiner, kind, leftName, rightName, store, false, false, false);
    }

    @Override
    public Optional<Boolean> versionedOutput() {
        return Optional.of(store != null && store.isVersioned());
    }

    @Override
    public boolean hasStore() {
        return store != null;
    }

    @Override
    public TableTableJoin needing(boolean lookedUp, boolean oldValues) {
        return new TableTableJoin(
                left, right, joiner, kind, leftName, rightName, store, oldValues, skipsOlderLeft, skipsOlderRight);
    }

    @Override
    public TableTableJoin behindVersioned(NodeId parent) {
        return new TableTableJoin(
                left,
                right,
                joiner,
                kind,
                leftName,
                rightName,
                store,
                sendsOldValues,
                skipsOlderLeft || parent.equals(left),
                skipsOlderRight || parent.equals(right));
    }

    @Override
    public void accept(Visitor visitor) {
        visitor.tableTableJoin(this);
    }
}
