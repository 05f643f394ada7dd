package io.millrace.simulation.reference;

import io.millrace.simulation.program.Functions;
import io.millrace.simulation.program.Step;
import io.millrace.simulation.program.Step.JoinKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Two streams in windows around each other. */
final class StreamJoin extends Operator {

    private final Step.StreamJoin step;
    private final boolean isPatient;
    private final List<List<Item>> sides = List.of(new ArrayList<>(), new ArrayList<>());
    /** Those that come out alone if they find no partner; also if their store does not keep them any more. */
    private final List<Item> waiting = new ArrayList<>();

    private final long[] storeTimes = {-1, -1};
    private long newest = -1;
    private long orders;

    private static final class Item {
        final Row row;
        final int side;
        final long order;
        boolean matched;

        Item(Row row, int side, long order) {
            this.row = row;
            this.side = side;
            this.order = order;
        }
    }

    StreamJoin(Step.StreamJoin step, boolean isPatient) {
        this.step = step;
        this.isPatient = isPatient;
    }

    private boolean comesOutAlone(int side) {
        return !isPatient && (step.kind() == JoinKind.OUTER || step.kind() == JoinKind.LEFT && side == 0);
    }

    private long closeMs(Item item) {
        long ahead = item.side == 0 ? step.afterMs() : step.beforeMs();
        return item.row.timeMs() + ahead + step.graceMs();
    }

    @Override
    void accept(int input, Row row) {
        if (step.kind() != JoinKind.INNER) {
            newest = Math.max(newest, row.timeMs());
        }
        if (row.key() != null && row.value() != null) {
            join(input, row);
        } else if (row.value() != null && comesOutAlone(input)) {
            alone(input, row);
        }
        // As in Kafka Streams, a store in RocksDB that keeps duplicates learns nothing from a null value, not even the
        // time.
        if (row.key() != null && row.value() != null) {
            storeTimes[input] = Math.max(storeTimes[input], row.timeMs());
        }
    }

    @Override
    void restart() {
        newest = -1;
    }

    private void join(int input, Row row) {
        if (row.timeMs() == newest) {
            emitClosed();
        }
        long before = input == 0 ? step.beforeMs() : step.afterMs();
        long after = input == 0 ? step.afterMs() : step.beforeMs();
        List<Item> matches = sides.get(1 - input).stream()
                .filter(other -> plain(row.key()).equals(other.row.key())
                        && other.row.timeMs() >= row.timeMs() - before
                        && other.row.timeMs() <= row.timeMs() + after
                        && isKept(other))
                .sorted(Comparator.comparingLong((Item other) -> other.row.timeMs())
                        .thenComparingLong(other -> other.order))
                .toList();
        Item item = new Item(row, input, orders++);
        for (Item other : matches) {
            item.matched = true;
            other.matched = true;
            String left = input == 0 ? row.value() : other.row.value();
            String right = input == 0 ? other.row.value() : row.value();
            out(new Row(row.key(), Functions.join(left, right), Math.max(row.timeMs(), other.row.timeMs())));
        }
        if (!item.matched && comesOutAlone(input) && row.timeMs() + after < newest) {
            item.matched = true;
            alone(input, row);
        }
        if (!item.matched && comesOutAlone(input)) {
            waiting.add(item);
        }
        if (row.timeMs() > storeTimes[input] - retentionMs()) {
            sides.get(input).add(item);
        }
    }

    private long retentionMs() {
        return step.beforeMs() + step.afterMs() + step.graceMs();
    }

    private boolean isKept(Item item) {
        return item.row.timeMs() > storeTimes[item.side] - retentionMs();
    }

    private void alone(int side, Row row) {
        out(row.with(side == 0 ? Functions.join(row.value(), null) : Functions.join(null, row.value())));
    }

    /** What can find no partner any more. */
    private void emitClosed() {
        waiting.removeIf(item -> item.matched);
        List<Item> closed = new ArrayList<>(
                waiting.stream().filter(item -> closeMs(item) < newest).toList());
        closed.sort(Comparator.comparingLong((Item item) -> item.row.timeMs())
                .thenComparing(item -> item.side)
                .thenComparing(item -> plain(item.row.key()))
                .thenComparing(item -> item.order));
        for (Item item : closed) {
            item.matched = true;
            alone(item.side, item.row);
        }
    }
}
