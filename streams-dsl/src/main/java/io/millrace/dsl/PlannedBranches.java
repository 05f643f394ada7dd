package io.millrace.dsl;

import io.millrace.dsl.operator.Branching;
import io.millrace.dsl.operator.PassThrough;
import io.millrace.dsl.plan.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** A split of a draft. Its node is replaced as branches are added. */
final class PlannedBranches<K, V> implements BranchedKStream<K, V> {

    private final PlannedStream<K, V> source;
    private final PlanPoint split;
    private final List<BiPredicate<Object, Object>> predicates = new ArrayList<>();

    /** A hash map on purpose: programs that iterate over it see the order of 4.3.1. */
    private final Map<String, KStream<K, V>> branches = new HashMap<>();

    private int branchCount;

    PlannedBranches(PlannedStream<K, V> source, Named named) {
        this.source = source;
        this.split = source.point().then(source.point().name(named, Prefix.BRANCH), operation());
    }

    @Override
    public BranchedKStream<K, V> branch(Predicate<? super K, ? super V> predicate) {
        return addBranch(predicate, null);
    }

    @Override
    public BranchedKStream<K, V> branch(Predicate<? super K, ? super V> predicate, Branched<K, V> branched) {
        return addBranch(predicate, Objects.requireNonNull(branched, "branched cannot be null"));
    }

    @Override
    public Map<String, KStream<K, V>> defaultBranch() {
        return addDefault(null);
    }

    @Override
    public Map<String, KStream<K, V>> defaultBranch(Branched<K, V> branched) {
        return addDefault(Objects.requireNonNull(branched, "branched cannot be null"));
    }

    @Override
    public Map<String, KStream<K, V>> noDefaultBranch() {
        return branches;
    }

    private BranchedKStream<K, V> addBranch(
            Predicate<? super K, ? super V> predicate, @Nullable Branched<K, V> branched) {
        predicates.add(Erased.predicate(predicate));
        add(predicates.size(), branched);
        return this;
    }

    private Map<String, KStream<K, V>> addDefault(@Nullable Branched<K, V> branched) {
        add(0, branched);
        return branches;
    }

    private void add(int position, @Nullable Branched<K, V> branched) {
        String suffix = branched == null || branched.name == null ? Integer.toString(position) : branched.name;
        String name = split.name() + suffix;
        split.draft().newName(name);
        branchCount++;
        split.draft().replace(split.node(), operation());
        Operation passThrough = new Operation.Transform(PassThrough.supplier(), List.of(), false, false, false);
        KStream<K, V> branch = source.at(split.then(name, passThrough));
        if (branched != null && branched.chainFunction != null) {
            KStream<K, V> result = branched.chainFunction.apply(branch);
            if (result != null) {
                branches.put(name, result);
            }
        } else if (branched != null && branched.chainConsumer != null) {
            branched.chainConsumer.accept(branch);
        } else {
            branches.put(name, branch);
        }
    }

    private Operation operation() {
        return new Operation.Transform(Branching.supplier(predicates, branchCount), List.of(), false, false, false);
    }
}
