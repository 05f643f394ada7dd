package io.millrace.simulation;

import io.millrace.log.Isolation;
import io.millrace.log.TombstoneHold;
import io.millrace.record.TopicPartition;
import io.millrace.simulation.SimEngines.Survivor;
import io.millrace.simulation.program.Program;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Compares what engines have after a crash with what the changelogs add up to, up to the offset that the engines name. */
final class EngineCheck {

    /** Version (1 byte), id of the changelog (16), then its offset. */
    private static final int OFFSET_AT = 17;

    /** In front of the keys of windowed rows. */
    private static final int SEGMENT_BYTES = 8;

    private static final Pattern TASK = Pattern.compile("/[0-9]+_([0-9]+)/");

    private EngineCheck() {}

    /** A key's last record of a changelog. */
    private record Last(long offset, byte @Nullable [] value) {}

    /**
     * Checks the stores of one instance.
     *
     * @param stores names of those that have a row in the engine for each key of the changelog
     * @param isCompacted whether records that later ones replaced may be gone
     * @param events is told of stores that have to be built anew
     */
    static void run(
            SimEngines engines,
            SimBroker broker,
            Set<String> stores,
            boolean isCompacted,
            Checks checks,
            Consumer<String> events) {
        for (Survivor survivor : engines.survivors()) {
            String topic = Program.APPLICATION + "-" + survivor.store() + "-changelog";
            Matcher task = TASK.matcher(survivor.directory());
            if (stores.contains(survivor.store()) && broker.partitionCount(topic) > 0 && task.find()) {
                int partition = Integer.parseInt(task.group(1));
                TopicPartition changelog = new TopicPartition(topic, partition);
                if (missesDeletions(survivor, changelog, broker)) {
                    events.accept("store before the tombstone horizon");
                } else {
                    check(survivor, changelog, broker, isCompacted, checks);
                }
            }
        }
    }

    private static long offset(Survivor survivor) {
        return ByteBuffer.wrap(survivor.meta()).getLong(OFFSET_AT);
    }

    /** Whether tombstones behind the store's offset were dropped: then it must be built anew, and is. */
    private static boolean missesDeletions(Survivor survivor, TopicPartition changelog, SimBroker broker) {
        try (TombstoneHold hold = broker.topics().holdTombstones(changelog, Long.MAX_VALUE)) {
            return offset(survivor) + 1 < hold.droppedBefore();
        }
    }

    private static void check(
            Survivor survivor, TopicPartition changelog, SimBroker broker, boolean isCompacted, Checks checks) {
        long offset = offset(survivor);
        String what = "the engine in " + survivor.directory() + " has store '" + survivor.store() + "' at " + changelog
                + "@" + offset;
        long end = broker.topics().endOffset(changelog, Isolation.READ_COMMITTED);
        checks.that(Invariant.I3_ENGINE, offset < end, () -> what + ", but the changelog ends at " + end);
        Map<String, Last> last = last(changelog, broker, isCompacted ? Long.MAX_VALUE : offset);
        Set<String> there = new HashSet<>();
        survivor.rows().forEach((key, row) -> {
            String plain = last.containsKey(key) ? key : key.substring(Math.min(key.length(), SEGMENT_BYTES));
            there.add(plain);
            Last record = last.get(plain);
            checks.that(
                    isCompacted ? Invariant.I8_COMPACTION : Invariant.I3_ENGINE,
                    record != null && (record.offset() > offset || isRow(row, record.value())),
                    () -> what + ", whose row of key '" + key + "' is " + Arrays.toString(row)
                            + ", but the last record of the key is " + record);
        });
        last.forEach((key, record) -> checks.that(
                isCompacted ? Invariant.I8_COMPACTION : Invariant.I3_ENGINE,
                record.offset() > offset || record.value() == null || there.contains(key),
                () -> what + " without key '" + key + "', which the changelog has at offset " + record.offset()));
    }

    private static Map<String, Last> last(TopicPartition changelog, SimBroker broker, long upTo) {
        Map<String, Last> last = new TreeMap<>();
        broker.scan(changelog, batch -> {
            if (batch.offset() > upTo || batch.keyLength() < 0) {
                return;
            }
            String key =
                    new String(batch.keyArray(), batch.keyOffset(), batch.keyLength(), StandardCharsets.ISO_8859_1);
            int from = batch.valueOffset();
            last.put(
                    key,
                    new Last(
                            batch.offset(),
                            batch.valueLength() < 0
                                    ? null
                                    : Arrays.copyOfRange(batch.valueArray(), from, from + batch.valueLength())));
        });
        return last;
    }

    private static boolean isRow(byte[] row, byte @Nullable [] value) {
        return value != null && endsWith(row, value);
    }

    /** A timestamp may stand in front of the value. */
    private static boolean endsWith(byte[] row, byte[] value) {
        return row.length >= value.length
                && Arrays.equals(row, row.length - value.length, row.length, value, 0, value.length);
    }
}
