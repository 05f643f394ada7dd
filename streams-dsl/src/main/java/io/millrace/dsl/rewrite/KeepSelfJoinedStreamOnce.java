package io.millrace.dsl.rewrite;

import io.millrace.dsl.plan.JoinWindow;
import io.millrace.dsl.plan.Plan;
import io.millrace.dsl.plan.PlanNode;
import io.millrace.dsl.plan.StreamStreamJoin;

/** Gives a stream that is joined with itself one store in place of two with the same records. */
final class KeepSelfJoinedStreamOnce implements Rule {

    @Override
    public Plan apply(Plan drafted) {
        Plan plan = drafted;
        for (PlanNode node : drafted.nodes()) {
            if (node.operation() instanceof StreamStreamJoin join
                    && plan.node(node.id()).parents().size() == 1) {
                plan = plan.with(plan.node(node.id()).withOperation(join.asSelfJoin()))
                        .without(window(plan, node, join.right().windowName()).id());
            }
        }
        return plan;
    }

    private static PlanNode window(Plan plan, PlanNode join, String name) {
        return plan.children(plan.node(join.id()).parents().get(0)).stream()
                .filter(child ->
                        child.operation() instanceof JoinWindow && child.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "Self-join '" + join.name() + "' has no node '" + name + "' beside it"));
    }
}
