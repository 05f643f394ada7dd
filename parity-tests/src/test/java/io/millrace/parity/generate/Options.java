package io.millrace.parity.generate;

import io.millrace.parity.program.Functions;
import io.millrace.parity.program.Operator;
import io.millrace.parity.program.Shape;
import io.millrace.parity.program.Shape.Type;
import java.util.Set;

/** Chooses what a step is told beside its inputs. */
final class Options {

    final Chance chance;
    final Set<String> switchedOff;
    final int scale;
    final boolean inMemory;
    final int namedPercent;
    final int serdePercent;
    /** How many names were given. */
    int names;

    Options(Chance chance, Set<String> switchedOff, int scale, boolean inMemory) {
        this.chance = chance;
        this.switchedOff = switchedOff;
        this.scale = scale;
        this.inMemory = inMemory;
        this.namedPercent = chance.of(0, 20, 100);
        this.serdePercent = chance.of(0, 50, 100);
    }

    Type newValueType() {
        return chance.percent(20) ? Type.LONG : Type.STRING;
    }

    private int predicate() {
        return chance.percent(6) ? Functions.THROWING_PREDICATE : chance.below(Functions.PREDICATES);
    }

    private static boolean unlikeDefaults(Shape shape) {
        return shape.value() != Type.STRING || !shape.hasStringKey();
    }

    StepOptions of(Operator operator, Shape shape) {
        StepOptions given = new StepOptions(this, operator, shape);
        switch (operator) {
            case STREAM, STREAM_PATTERN -> source(given);
            case TABLE, GLOBAL_TABLE -> sourceTable(given);
            case GLOBAL_STORE -> given.put("store", "store" + names++);
            case FILTER, FILTER_NOT ->
                given.put("predicate", String.valueOf(predicate())).named("n");
            case TABLE_FILTER, TABLE_FILTER_NOT ->
                given.put("predicate", String.valueOf(predicate())).named("n").materialized(25);
            case MAP_VALUES ->
                given.number("function", Functions.VALUES).flag("withKey", 40).named("n");
            case TABLE_MAP_VALUES ->
                given.number("function", Functions.VALUES).named("n").materialized(30);
            case TABLE_TRANSFORM_VALUES -> {
                given.number("function", Functions.VALUES).named("n").materialized(30);
                given.put("context", "yes");
                if (chance.percent(40)) {
                    given.put("reads", "side" + names++);
                }
            }
            case FLAT_MAP_VALUES ->
                given.number("function", Functions.FLAT).flag("withKey", 60).named("n");
            case MAP ->
                given.number("keys", Functions.KEYS)
                        .number("function", Functions.VALUES)
                        .named("n");
            case FLAT_MAP ->
                given.number("keys", Functions.KEYS)
                        .number("function", Functions.FLAT)
                        .named("n");
            case SELECT_KEY -> given.number("keys", Functions.KEYS).named("n");
            case PEEK, MERGE, TO_STREAM -> given.named("n");
            case REPARTITION -> {
                given.serdes(unlikeDefaults(shape)).named("r");
                if (chance.percent(10)) {
                    given.put("partitions", "1");
                }
                partitioner(given);
            }
            case TO_TABLE -> given.named("n").materialized(40);
            case SPLIT -> split(given);
            case GROUP_BY_KEY -> given.serdes(unlikeDefaults(shape)).named("g");
            case GROUP_BY ->
                given.number("keys", Functions.KEYS)
                        .serdes(unlikeDefaults(shape))
                        .named("g");
            case TABLE_GROUP_BY ->
                given.number("keys", Functions.KEYS)
                        .number("function", Functions.VALUES)
                        .serdes(unlikeDefaults(shape))
                        .named("g");
            case TABLE_COUNT -> given.named("n").materialized(40);
            case TABLE_REDUCE, TABLE_AGGREGATE ->
                given.number("fold", Functions.FOLDS).named("n").materialized(40);
            case PROCESS, PROCESS_VALUES -> processor(given.named("n"));
            case TOPOLOGY -> processor(given.put("name", "added" + names++));
            default -> given.named("n");
        }
        return given;
    }

    private void source(StepOptions given) {
        given.serdes(false).named("src");
        if (chance.percent(15)) {
            given.put("extractor", chance.of("skip", "partition", "value"));
        }
    }

    private void sourceTable(StepOptions given) {
        given.serdes(false).named("src");
        if (chance.percent(5)) {
            given.put("extractor", chance.of("skip", "value"));
        }
        given.store(40);
        if (given.options.containsKey("store")) {
            given.serdes(false).flag("uncached", 12);
            if (given.operator == Operator.TABLE && chance.percent(12) && !given.isOff("historyMs")) {
                given.ms("historyMs", chance.of(5, 30, 100)).put("uncached", "yes");
            } else if (given.operator == Operator.TABLE && chance.percent(5)) {
                given.put("supplier", "lru");
            } else if (given.operator == Operator.TABLE) {
                given.flag("unlogged", 10);
            }
        }
    }

    private void split(StepOptions given) {
        given.named("sp")
                .put("branches", String.valueOf(chance.between(1, 3)))
                .number("predicate", Functions.PREDICATES)
                .flag("branchNames", 50)
                .put("default", chance.of("none", "plain", "named"));
    }

    private void processor(StepOptions given) {
        given.number("function", Functions.VALUES)
                .flag("addHeader", 20)
                .flag("later", 15)
                .flag("twice", 20)
                .flag("commit", 10)
                .flag("offsets", 15);
        if (chance.percent(35)) {
            given.put("punctuate", chance.of("stream", "wall")).ms("intervalMs", chance.of(5, 10, 30));
            if (chance.percent(25)) {
                given.ms("startMs", chance.of(0, 7, 40));
            }
            given.flag("cancel", 25);
        }
        if (chance.percent(50)) {
            String kind = chance.of(
                    "plain",
                    "plain",
                    "timestamped",
                    "window",
                    "duplicates",
                    "session",
                    "versioned",
                    "lru",
                    "persistent");
            if ((kind.equals("versioned") || kind.equals("persistent")) && inMemory) {
                kind = "timestamped";
            }
            if (switchedOff.contains("storeKind." + kind)) {
                kind = "plain";
            }
            given.put("store", "store" + names++).put("storeKind", kind);
            given.flag("ownStore", 30);
            if (!kind.equals("versioned") && !kind.equals("duplicates")) {
                given.flag("cached", 20);
            }
        }
    }

    private void partitioner(StepOptions given) {
        if (chance.percent(8)) {
            given.put("partitioner", chance.of("first", "drops", "default", "throws"));
        }
    }

    StepOptions sink(Operator operator, Shape input) {
        StepOptions given = new StepOptions(this, operator, Shape.NOTHING);
        if (operator != Operator.FOREACH) {
            given.serdes(unlikeDefaults(input));
            partitioner(given);
        }
        if (operator == Operator.TO_DYNAMIC) {
            given.number("function", Functions.TOPICS);
        }
        return given.named("k");
    }

    // ---- aggregations
    // -------------------------------------------------------------------------------------------------------

    StepOptions aggregation(Operator operator, Shape plain) {
        StepOptions given = new StepOptions(this, operator, plain);
        if (operator != Operator.COUNT) {
            given.number("fold", Functions.FOLDS);
        }
        String windows = chance.of("", "", "tumbling", "hopping", "sliding", "session", "unlimited");
        if (windows.isEmpty() || given.isOff("windows") || switchedOff.contains("windows." + windows)) {
            given.named("n").materialized(40);
            return given;
        }
        windowed(given, windows);
        given.named("n").materialized(40);
        if (operator == Operator.COUNT && given.options.containsKey("serdes") && !given.options.containsKey("store")) {
            given.flag("cached", 10);
        }
        return given;
    }

    private void windowed(StepOptions given, String windows) {
        int size = chance.of(3, 5, 10, 20);
        given.put("windows", windows).ms("sizeMs", size).ms("graceMs", chance.of(0, 0, 2, 5, 30));
        if (windows.equals("hopping")) {
            given.ms("advanceMs", chance.of(1, 2, 3));
        }
        if (!windows.equals("unlimited") && given.operator != Operator.COGROUP) {
            given.flag("onClose", 25);
        }
        boolean sessions = windows.equals("session");
        given.shape = new Shape(
                given.shape.kind(),
                sessions ? Type.SESSION : Type.WINDOWED,
                given.shape.value(),
                sessions ? 0 : windows.equals("unlimited") ? Long.MAX_VALUE : (long) size * scale);
    }

    StepOptions suppress(Shape shape) {
        StepOptions given = new StepOptions(this, Operator.SUPPRESS, shape);
        if (!shape.hasStringKey() && chance.percent(60)) {
            given.put("untilClose", "yes");
        } else {
            given.ms("limitMs", chance.of(1, 5, 20));
        }
        if (chance.percent(30)) {
            if (chance.percent(75)) {
                given.put("maxRecords", chance.of("1", "2", "3"));
            }
            if (chance.percent(35) || !given.options.containsKey("maxRecords")) {
                given.put("maxBytes", chance.of("50", "120", "200", "500"));
            }
            given.flag("full", 40);
        }
        if (given.options.containsKey("untilClose") && !given.options.containsKey("full")) {
            given.options.remove("maxRecords");
            given.options.remove("maxBytes");
        }
        given.flag("unlogged", 10);
        return given.named("s");
    }

    // ---- joins
    // --------------------------------------------------------------------------------------------------------------

    StepOptions join(Operator operator, Shape shape, boolean needsSerdes, boolean versioned) {
        StepOptions given = new StepOptions(this, operator, shape);
        boolean outer = operator == Operator.STREAM_JOIN || operator == Operator.TABLE_JOIN;
        given.put("kind", outer ? chance.of("inner", "left", "outer") : chance.of("inner", "left"));
        switch (operator) {
            case STREAM_JOIN -> {
                given.ms("differenceMs", chance.of(0, 2, 5, 15)).ms("graceMs", chance.of(0, 0, 3, 20));
                if (chance.percent(25)) {
                    given.ms("beforeMs", chance.of(0, 1, 10));
                }
                if (chance.percent(25)) {
                    given.ms("afterMs", chance.of(0, 1, 10));
                }
                given.flag("ofDefaultGrace", 10)
                        .serdes(needsSerdes)
                        .named("j")
                        .store(10)
                        .flag("unlogged", 8);
                if (chance.percent(10)) {
                    given.put("supplier", "memory");
                }
            }
            case STREAM_TABLE_JOIN -> {
                given.serdes(needsSerdes).named("j");
                if (versioned && chance.percent(40) || chance.percent(1)) {
                    given.ms("joinGraceMs", chance.of(1, 5, 20));
                }
            }
            case STREAM_GLOBAL_JOIN -> given.number("keys", Functions.KEYS).named("j");
            case FOREIGN_KEY_JOIN ->
                given.number("foreignKey", 3).flag("byValue", 30).named("j").materialized(40);
            default -> given.named("j").materialized(40);
        }
        return given;
    }
}
