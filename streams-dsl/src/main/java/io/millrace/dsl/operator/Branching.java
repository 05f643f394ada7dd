package io.millrace.dsl.operator;

import io.millrace.processor.ProcessorContext;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import io.millrace.topology.dag.NodeContext;
import java.util.List;
import java.util.Objects;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Forwards a record to the child whose predicate it matches first. The children are the branches in the order of their creation; one more child than there
 * are predicates is for records that match none.
 */
public final class Branching extends Operator {

    private final List<BiPredicate<Object, Object>> predicates;
    private final int branchCount;
    private @Nullable NodeContext children;

    private Branching(List<BiPredicate<Object, Object>> predicates, int branchCount) {
        this.predicates = predicates;
        this.branchCount = branchCount;
    }

    /**
     * @param branchCount number of branches, the default branch among them
     */
    public static ProcessorSupplier<?, ?, ?, ?> supplier(
            List<BiPredicate<Object, Object>> predicates, int branchCount) {
        List<BiPredicate<Object, Object>> copy = List.copyOf(predicates);
        return () -> new Branching(copy, branchCount);
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        super.init(context);
        children = (NodeContext) context;
    }

    @Override
    public void process(Record<Object, Object> record) {
        int branch = 0;
        while (branch < predicates.size() && !predicates.get(branch).test(record.key(), record.value())) {
            branch++;
        }
        if (branch < branchCount) {
            Objects.requireNonNull(children).forwardToChild(record, branch);
        }
    }
}
