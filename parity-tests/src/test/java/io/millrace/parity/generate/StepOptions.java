package io.millrace.parity.generate;

import io.millrace.parity.program.Operator;
import io.millrace.parity.program.Shape;
import io.millrace.parity.program.Shape.Type;
import io.millrace.parity.program.Step;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The options of one step, in the making. What is switched off is left out. */
final class StepOptions {

    final Operator operator;
    final SortedMap<String, String> options = new TreeMap<>();
    private final Options program;
    private final Chance chance;
    private final Set<String> switchedOff;
    Shape shape;

    StepOptions(Options program, Operator operator, Shape shape) {
        this.program = program;
        this.chance = program.chance;
        this.switchedOff = program.switchedOff;
        this.operator = operator;
        this.shape = shape;
    }

    StepOptions put(String name, String value) {
        if (!isOff(name) && !switchedOff.contains(operator + "." + name + "." + value)) {
            options.put(name, value);
        }
        return this;
    }

    boolean isOff(String name) {
        return switchedOff.contains(name) || switchedOff.contains(operator + "." + name);
    }

    StepOptions number(String name, int bound) {
        return put(name, String.valueOf(chance.below(bound)));
    }

    StepOptions flag(String name, int percent) {
        return chance.percent(percent) ? put(name, "yes") : this;
    }

    StepOptions ms(String name, int ms) {
        return put(name, String.valueOf((long) ms * program.scale));
    }

    StepOptions named(String prefix) {
        return chance.percent(program.namedPercent) ? put("name", prefix + program.names++) : this;
    }

    /** Given if the configured serdes do not fit, and sometimes else. */
    StepOptions serdes(boolean needed) {
        boolean given = needed && !chance.percent(2) || chance.percent(program.serdePercent);
        return given ? put("serdes", "yes") : this;
    }

    StepOptions store(int percent) {
        return chance.percent(percent) || chance.percent(program.namedPercent)
                ? put("store", "store" + program.names++)
                : this;
    }

    /** Options of a key-value store; serdes come with the store if it is materialised. */
    StepOptions materialized(int percent) {
        store(percent);
        boolean chosen = options.containsKey("store");
        boolean needed = shape.value() != Type.STRING || !shape.hasStringKey();
        if (chosen
                || operator == Operator.AGGREGATE
                || operator == Operator.COGROUP
                || operator == Operator.REDUCE
                || operator == Operator.TABLE_AGGREGATE
                || operator == Operator.TABLE_REDUCE
                || operator == Operator.TO_TABLE) {
            serdes(needed);
        }
        if (chosen || options.containsKey("serdes")) {
            flag("uncached", 12);
            flag("unlogged", 10);
        }
        if (chosen) {
            supplied();
        }
        return this;
    }

    /** Sometimes the program chooses the kind of its store. */
    private void supplied() {
        if (options.containsKey("windows")) {
            if (options.get("windows").equals("unlimited")) {
                return;
            }
            if (chance.percent(8)) {
                ms("retentionMs", chance.of(10, 30, 60, 100));
            }
            if (chance.percent(8)) {
                // 4.3.1 refuses to emit sessions on close from a RocksDB store that the program chose.
                boolean onHeap =
                        program.inMemory || options.containsKey("onClose") && "session".equals(options.get("windows"));
                put("supplier", onHeap ? "memory" : chance.of("memory", "plain", "stamped"));
            }
        } else if (chance.percent(5) && !isOff("historyMs") && operator != Operator.TABLE_TRANSFORM_VALUES) {
            ms("historyMs", chance.of(5, 30, 100)).put("uncached", "yes");
        } else if (chance.percent(8)) {
            put("supplier", program.inMemory ? chance.of("lru", "memory") : chance.of("memory", "plain", "stamped"));
        }
    }

    /** An extractor would show that 4.3.1 calls it for the next waiting record before it processes the one in hand. */
    StepOptions withoutExtractor() {
        options.remove("extractor");
        return this;
    }

    /** Has a processor use the store of an earlier one. */
    StepOptions sharing(Step earlier) {
        options.remove("ownStore");
        options.remove("cached");
        return put("store", earlier.require("store"))
                .put("storeKind", earlier.require("storeKind"))
                .put("shared", "yes");
    }

    Step step(List<Integer> inputs) {
        return new Step(operator, inputs, options, shape);
    }
}
