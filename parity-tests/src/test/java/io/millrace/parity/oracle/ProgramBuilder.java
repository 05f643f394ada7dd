package io.millrace.parity.oracle;

import io.millrace.parity.program.Program;
import io.millrace.parity.program.Scenario;
import io.millrace.parity.program.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.GlobalKTable;
import org.apache.kafka.streams.kstream.KGroupedStream;
import org.apache.kafka.streams.kstream.KGroupedTable;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KTable;

/** Makes the topology of a program, step by step. */
final class ProgramBuilder {

    private final Program program;
    private final Properties config;
    private final StreamsBuilder builder;
    private final List<Object> results = new ArrayList<>();
    private final List<Step> additions = new ArrayList<>();
    private final SourceSteps sources;
    private final StreamSteps streams;
    private final AggregationSteps aggregations;
    private final TableSteps tables;
    private final JoinSteps joins;
    private final ProcessorSteps processors;

    ProgramBuilder(Scenario scenario, Properties config, Transcript transcript) {
        this.program = scenario.program();
        this.config = config;
        this.builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(config)));
        this.sources = new SourceSteps(builder, transcript);
        this.streams = new StreamSteps(this, transcript);
        this.aggregations = new AggregationSteps(this);
        this.tables = new TableSteps(this, builder, transcript);
        this.joins = new JoinSteps(this);
        this.processors = new ProcessorSteps(this, builder, transcript);
    }

    Topology build() {
        for (Step step : program.steps()) {
            Object result = build(step);
            results.add(result == null ? step : result);
        }
        Topology topology = builder.build(config);
        additions.forEach(step -> processors.addTo(topology, step));
        return topology;
    }

    private Object build(Step step) {
        return switch (step.operator()) {
            case STREAM, STREAM_PATTERN, TABLE, GLOBAL_TABLE, GLOBAL_STORE -> sources.build(step);
            case FILTER,
                    FILTER_NOT,
                    MAP_VALUES,
                    MAP,
                    SELECT_KEY,
                    FLAT_MAP,
                    FLAT_MAP_VALUES,
                    PEEK,
                    FOREACH,
                    MERGE,
                    REPARTITION,
                    TO_TABLE,
                    SPLIT,
                    BRANCH,
                    TO,
                    TO_DYNAMIC,
                    GROUP_BY_KEY,
                    GROUP_BY -> streams.build(step);
            case PROCESS, PROCESS_VALUES -> processors.build(step);
            case COUNT, REDUCE, AGGREGATE, COGROUP -> aggregations.build(step);
            case TABLE_FILTER,
                    TABLE_FILTER_NOT,
                    TABLE_MAP_VALUES,
                    TABLE_TRANSFORM_VALUES,
                    TABLE_GROUP_BY,
                    TABLE_COUNT,
                    TABLE_REDUCE,
                    TABLE_AGGREGATE,
                    TO_STREAM,
                    SUPPRESS -> tables.build(step);
            case STREAM_JOIN, STREAM_TABLE_JOIN, STREAM_GLOBAL_JOIN, TABLE_JOIN, FOREIGN_KEY_JOIN -> joins.build(step);
            case TOPOLOGY -> {
                additions.add(step);
                yield step;
            }
        };
    }

    Step inputStep(Step step, int index) {
        return program.steps().get(step.inputs().get(index));
    }

    Object result(Step step, int index) {
        return results.get(step.inputs().get(index));
    }

    @SuppressWarnings("unchecked") // the shapes of the steps were checked when the program was made
    KStream<Object, Object> stream(Step step, int index) {
        return (KStream<Object, Object>) result(step, index);
    }

    @SuppressWarnings("unchecked") // as above
    KTable<Object, Object> table(Step step, int index) {
        return (KTable<Object, Object>) result(step, index);
    }

    @SuppressWarnings("unchecked") // as above
    GlobalKTable<Object, Object> globalTable(Step step, int index) {
        return (GlobalKTable<Object, Object>) result(step, index);
    }

    @SuppressWarnings("unchecked") // as above
    KGroupedStream<Object, Object> grouped(Step step, int index) {
        return (KGroupedStream<Object, Object>) result(step, index);
    }

    @SuppressWarnings("unchecked") // as above
    KGroupedTable<Object, Object> groupedTable(Step step, int index) {
        return (KGroupedTable<Object, Object>) result(step, index);
    }
}
