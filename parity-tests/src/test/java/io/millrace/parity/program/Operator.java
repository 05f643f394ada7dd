package io.millrace.parity.program;

/** The operators of a program. Their options stand in {@link Step#options}. */
public enum Operator {
    STREAM,
    STREAM_PATTERN,
    TABLE,
    GLOBAL_TABLE,
    GLOBAL_STORE,

    FILTER,
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
    PROCESS,
    PROCESS_VALUES,
    GROUP_BY_KEY,
    GROUP_BY,

    COUNT,
    REDUCE,
    AGGREGATE,
    COGROUP,

    TABLE_FILTER,
    TABLE_FILTER_NOT,
    TABLE_MAP_VALUES,
    TABLE_TRANSFORM_VALUES,
    TABLE_GROUP_BY,
    TABLE_COUNT,
    TABLE_REDUCE,
    TABLE_AGGREGATE,
    TO_STREAM,
    SUPPRESS,

    STREAM_JOIN,
    STREAM_TABLE_JOIN,
    STREAM_GLOBAL_JOIN,
    TABLE_JOIN,
    FOREIGN_KEY_JOIN,

    /** A source, processor and sink added to the topology by name. */
    TOPOLOGY
}
