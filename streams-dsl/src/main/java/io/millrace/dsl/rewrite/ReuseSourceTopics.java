package io.millrace.dsl.rewrite;

import io.millrace.dsl.plan.Operation;
import io.millrace.dsl.plan.Plan;

/** Restores each table from the topic it is read from, in place of a changelog with the same contents. */
final class ReuseSourceTopics implements Rule {

    @Override
    public Plan apply(Plan plan) {
        return plan.mapNodes(node -> node.operation() instanceof Operation.TableSource table
                ? node.withOperation(table.withTopicAsChangelog())
                : node);
    }
}
