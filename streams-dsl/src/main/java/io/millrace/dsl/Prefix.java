package io.millrace.dsl;

/** Beginnings of generated names, as in Kafka Streams 4.3. */
final class Prefix {

    static final String SOURCE = "KSTREAM-SOURCE-";
    static final String SINK = "KSTREAM-SINK-";
    static final String FILTER = "KSTREAM-FILTER-";
    static final String PEEK = "KSTREAM-PEEK-";
    static final String FLATMAP = "KSTREAM-FLATMAP-";
    static final String FLATMAPVALUES = "KSTREAM-FLATMAPVALUES-";
    static final String MAP = "KSTREAM-MAP-";
    static final String MAPVALUES = "KSTREAM-MAPVALUES-";
    static final String PROCESSOR = "KSTREAM-PROCESSOR-";
    static final String PROCESSVALUES = "KSTREAM-PROCESSVALUES-";
    static final String PRINTER = "KSTREAM-PRINTER-";
    static final String KEY_SELECT = "KSTREAM-KEY-SELECT-";
    static final String FOREACH = "KSTREAM-FOREACH-";
    static final String TOTABLE = "KSTREAM-TOTABLE-";
    static final String REPARTITION = "KSTREAM-REPARTITION-";
    static final String MERGE = "KSTREAM-MERGE-";
    static final String BRANCH = "KSTREAM-BRANCH-";
    static final String JOIN = "KSTREAM-JOIN-";
    static final String LEFTJOIN = "KSTREAM-LEFTJOIN-";
    static final String WINDOWED = "KSTREAM-WINDOWED-";
    static final String JOINTHIS = "KSTREAM-JOINTHIS-";
    static final String JOINOTHER = "KSTREAM-JOINOTHER-";
    static final String OUTERTHIS = "KSTREAM-OUTERTHIS-";
    static final String OUTEROTHER = "KSTREAM-OUTEROTHER-";
    static final String OUTERSHARED = "KSTREAM-OUTERSHARED-";
    static final String REDUCE = "KSTREAM-REDUCE-";
    static final String AGGREGATE = "KSTREAM-AGGREGATE-";

    /** Not in Kafka Streams. */
    static final String DEDUPLICATE = "KSTREAM-DEDUPLICATE-";

    static final String TABLE_SOURCE = "KTABLE-SOURCE-";
    static final String TABLE_FILTER = "KTABLE-FILTER-";
    static final String TABLE_MAPVALUES = "KTABLE-MAPVALUES-";
    static final String TABLE_TRANSFORMVALUES = "KTABLE-TRANSFORMVALUES-";
    static final String TABLE_TOSTREAM = "KTABLE-TOSTREAM-";
    static final String TABLE_SELECT = "KTABLE-SELECT-";
    static final String TABLE_AGGREGATE = "KTABLE-AGGREGATE-";
    static final String TABLE_REDUCE = "KTABLE-REDUCE-";

    static final String TABLE_JOINTHIS = "KTABLE-JOINTHIS-";
    static final String TABLE_JOINOTHER = "KTABLE-JOINOTHER-";
    static final String TABLE_MERGE = "KTABLE-MERGE-";
    static final String TABLE_SUPPRESS = "KTABLE-SUPPRESS-";
    static final String TABLE_SINK = "KTABLE-SINK-";

    static final String FK_REGISTRATION = "KTABLE-FK-JOIN-SUBSCRIPTION-REGISTRATION-";
    static final String FK_RESPONSE = "KTABLE-FK-JOIN-SUBSCRIPTION-RESPONSE-";
    static final String FK_PROCESSOR = "KTABLE-FK-JOIN-SUBSCRIPTION-PROCESSOR-";
    static final String FK_RESOLVER = "KTABLE-FK-JOIN-SUBSCRIPTION-RESPONSE-RESOLVER-PROCESSOR-";
    static final String FK_STORE = "KTABLE-FK-JOIN-SUBSCRIPTION-STATE-STORE-";
    static final String FK_OUTPUT = "KTABLE-FK-JOIN-OUTPUT-";

    static final String COGROUP_AGGREGATE = "COGROUPKSTREAM-AGGREGATE-";
    static final String COGROUP_MERGE = "COGROUPKSTREAM-MERGE-";

    private Prefix() {}
}
