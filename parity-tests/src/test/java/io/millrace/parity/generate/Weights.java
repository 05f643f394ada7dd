package io.millrace.parity.generate;

import io.millrace.parity.program.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How often each operator is tried. A program has a taste: one of the families is likelier in it. */
final class Weights {

    private static final List<Operator> SOURCES = List.of(
            Operator.STREAM,
            Operator.STREAM,
            Operator.STREAM,
            Operator.STREAM,
            Operator.STREAM,
            Operator.TABLE,
            Operator.TABLE,
            Operator.TABLE,
            Operator.STREAM_PATTERN,
            Operator.GLOBAL_TABLE,
            Operator.GLOBAL_STORE);

    private static final List<Operator> STATELESS = List.of(
            Operator.FILTER,
            Operator.FILTER_NOT,
            Operator.MAP_VALUES,
            Operator.MAP,
            Operator.SELECT_KEY,
            Operator.FLAT_MAP,
            Operator.FLAT_MAP_VALUES,
            Operator.PEEK,
            Operator.FOREACH,
            Operator.MERGE,
            Operator.MERGE,
            Operator.REPARTITION,
            Operator.TO_TABLE,
            Operator.SPLIT,
            Operator.TO,
            Operator.TO_DYNAMIC);

    private static final List<Operator> AGGREGATIONS = List.of(
            Operator.GROUP_BY_KEY,
            Operator.GROUP_BY,
            Operator.COUNT,
            Operator.COUNT,
            Operator.REDUCE,
            Operator.REDUCE,
            Operator.AGGREGATE,
            Operator.AGGREGATE,
            Operator.COGROUP,
            Operator.TO_STREAM,
            Operator.SUPPRESS);

    private static final List<Operator> TABLES = List.of(
            Operator.TABLE_FILTER,
            Operator.TABLE_FILTER_NOT,
            Operator.TABLE_MAP_VALUES,
            Operator.TABLE_TRANSFORM_VALUES,
            Operator.TABLE_GROUP_BY,
            Operator.TABLE_COUNT,
            Operator.TABLE_REDUCE,
            Operator.TABLE_AGGREGATE,
            Operator.TO_STREAM,
            Operator.SUPPRESS,
            Operator.TABLE_JOIN,
            Operator.FOREIGN_KEY_JOIN);

    private static final List<Operator> JOINS = List.of(
            Operator.STREAM_JOIN,
            Operator.STREAM_JOIN,
            Operator.STREAM_TABLE_JOIN,
            Operator.STREAM_GLOBAL_JOIN,
            Operator.TABLE_JOIN,
            Operator.FOREIGN_KEY_JOIN);

    private static final List<Operator> PROCESSORS =
            List.of(Operator.PROCESS, Operator.PROCESS_VALUES, Operator.TABLE_TRANSFORM_VALUES, Operator.TOPOLOGY);

    private final Chance chance;
    private final List<Operator> sources;
    private final List<List<Operator>> families = new ArrayList<>();
    private final List<Operator> taste;

    Weights(Chance chance, Set<String> switchedOff) {
        this.chance = chance;
        this.sources = without(SOURCES, switchedOff);
        for (List<Operator> family : List.of(STATELESS, AGGREGATIONS, TABLES, JOINS, PROCESSORS)) {
            families.add(without(family, switchedOff));
        }
        this.taste = chance.oneOf(families);
    }

    private static List<Operator> without(List<Operator> all, Set<String> switchedOff) {
        return all.stream()
                .filter(operator -> !switchedOff.contains(operator.name()))
                .toList();
    }

    List<Operator> sources() {
        return sources;
    }

    Operator next() {
        if (chance.percent(4)) {
            return chance.oneOf(sources);
        }
        List<Operator> family = chance.percent(50) ? taste : chance.oneOf(families);
        return chance.oneOf(family);
    }
}
