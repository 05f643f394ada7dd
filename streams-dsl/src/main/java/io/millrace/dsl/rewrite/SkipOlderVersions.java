package io.millrace.dsl.rewrite;

import io.millrace.dsl.plan.NodeId;
import io.millrace.dsl.plan.Operation;
import io.millrace.dsl.plan.Plan;
import io.millrace.dsl.plan.PlanNode;
import io.millrace.dsl.plan.Suppress;
import io.millrace.dsl.plan.VersionedInput;
import io.millrace.errors.TopologyException;

/** Has operations behind versioned tables skip changes that are not to the newest version of a row; a versioned table that is suppressed is an error. */
final class SkipOlderVersions implements Rule {

    @Override
    public Plan apply(Plan plan) {
        return plan.mapNodes(node -> {
            if (node.operation() instanceof Suppress && areParentsVersioned(plan, node)) {
                throw new TopologyException("A versioned table cannot be suppressed, but '" + node.name()
                        + "' comes behind a versioned one (versions may be inherited from upstream).");
            }
            PlanNode result = node;
            for (NodeId parent : node.parents()) {
                if (result.operation() instanceof VersionedInput input && isVersioned(plan, plan.node(parent))) {
                    Operation changed = input.behindVersioned(parent);
                    result = result.withOperation(changed);
                }
            }
            return result;
        });
    }

    private static boolean isVersioned(Plan plan, PlanNode node) {
        return node.operation().versionedOutput().orElseGet(() -> areParentsVersioned(plan, node));
    }

    private static boolean areParentsVersioned(Plan plan, PlanNode node) {
        return !node.parents().isEmpty()
                && node.parents().stream().allMatch(parent -> isVersioned(plan, plan.node(parent)));
    }
}
