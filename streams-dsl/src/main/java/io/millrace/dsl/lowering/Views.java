package io.millrace.dsl.lowering;

import io.millrace.dsl.operator.TableView;
import io.millrace.dsl.plan.NodeId;
import io.millrace.dsl.plan.Operation;
import io.millrace.dsl.plan.Plan;
import io.millrace.dsl.plan.PlanNode;
import io.millrace.dsl.plan.Suppress;
import io.millrace.dsl.plan.TableTableJoin;
import io.millrace.dsl.plan.WindowAggregate;
import io.millrace.dsl.plan.Windowing;
import java.util.Objects;

/** How rows of tables are looked up: in their stores, or computed from the tables above. */
final class Views {

    private final Plan plan;

    Views(Plan plan) {
        this.plan = plan;
    }

    TableView.Source of(NodeId id) {
        PlanNode node = plan.node(id);
        Operation operation = node.operation();
        if (operation instanceof WindowAggregate windows) {
            String store = windows.store().name();
            return windows.windowing() instanceof Windowing.Session
                    ? TableView.Source.ofSessionStore(store)
                    : TableView.Source.ofWindowStore(store);
        }
        if (operation instanceof Operation.TableOperation table && table.hasStore()) {
            return TableView.Source.ofStore(
                    Objects.requireNonNull(table.store()).name());
        }
        if (operation instanceof TableTableJoin join) {
            return of(join.left()).joined(of(join.right()), join.joiner(), join.kind());
        }
        if (operation instanceof Suppress suppress) {
            return of(node.parents().get(0)).suppressed(suppress.buffer().name());
        }
        if (operation instanceof Operation.DerivedTable derived) {
            return derived(of(node.parents().get(0)), derived);
        }
        throw new IllegalStateException("'" + node.name() + "' is looked up but is no table with rows");
    }

    private static TableView.Source derived(TableView.Source parent, Operation.DerivedTable operation) {
        if (operation instanceof Operation.TableFilter filter) {
            return parent.filtered(filter.predicate(), filter.negated());
        }
        if (operation instanceof Operation.TableMapValues map) {
            return parent.mapped(map.mapper());
        }
        return parent.transformed(((Operation.TableTransformValues) operation).function());
    }
}
