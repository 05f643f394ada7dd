package io.millrace.dsl;

import io.millrace.dsl.plan.Operation;
import io.millrace.dsl.plan.PlanDraft;
import io.millrace.processor.StreamPartitioner;
import io.millrace.serialization.Serde;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A repartition topic in the making. Behind a generated name the nodes around it have generated names too, else they are named after the topic.
 *
 * @param base name before {@code -repartition}
 * @param givenByProgram whether the program chose the base, so that it does not change with the program
 */
record Repartitioning(
        String base,
        boolean givenByProgram,
        @Nullable Serde<?> keySerde,
        @Nullable Serde<?> valueSerde,
        @Nullable StreamPartitioner<?, ?> partitioner,
        OptionalInt partitionCount,
        boolean mergeable) {

    private static final String SUFFIX = "-repartition";
    private static final Pattern GENERATED = Pattern.compile("KSTREAM.*-[0-9]{10}");

    /** For an operation that needs its input partitioned by key. */
    static Repartitioning required(
            String base, boolean givenByProgram, @Nullable Serde<?> keySerde, @Nullable Serde<?> valueSerde) {
        return new Repartitioning(base, givenByProgram, keySerde, valueSerde, null, OptionalInt.empty(), true);
    }

    /** Draws the names of sink, filter and source, also if they are not used. */
    Operation.Repartition draw(PlanDraft draft) {
        String topic = base.endsWith(SUFFIX) ? base : base + SUFFIX;
        if (!givenByProgram) {
            draft.noteDrawnName("repartition topic " + topic);
        }
        String sinkName = draft.newName(Prefix.SINK);
        String filterName = draft.newName(Prefix.FILTER);
        String sourceName = draft.newName(Prefix.SOURCE);
        boolean generated = GENERATED.matcher(base).matches();
        return new Operation.Repartition(
                topic,
                generated ? filterName : topic + "-filter",
                generated ? sinkName : topic + "-sink",
                generated ? sourceName : topic + "-source",
                keySerde,
                valueSerde,
                partitioner,
                partitionCount,
                mergeable,
                false);
    }
}
