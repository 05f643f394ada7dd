package io.millrace.simulation;

import io.millrace.log.Isolation;
import io.millrace.record.TopicPartition;
import io.millrace.simulation.SimEngines.Survivor;
import io.millrace.simulation.program.Program;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares what engines have after a crash with what the changelogs add up to, up to the offset that the engines name. */
final class EngineCheck {

    /** Version (1 byte), id of the changelog (16), then its offset. */
    private static final int OFFSET_AT = 17;

    /** In front of the keys of windowed rows. */
    private static final int SEGMENT_BYTES = 8;

    private static final Pattern TASK = Pattern.compile("/[0-9]+_([0-9]+)/");

    private EngineCheck() {}

    /**
     * Checks the stores of one instance.
     *
     * @param stores names of those that have a row in the engine for each key of the changelog
     */
    static void run(SimEngines engines, SimBroker broker, Set<String> stores, Checks checks) {
        for (Survivor survivor : engines.survivors()) {
            String topic = Program.APPLICATION + "-" + survivor.store() + "-changelog";
            Matcher task = TASK.matcher(survivor.directory());
            if (stores.contains(survivor.store()) && broker.partitionCount(topic) > 0 && task.find()) {
                int partition = Integer.parseInt(task.group(1));
                check(survivor, new TopicPartition(topic, partition), broker, checks);
            }
        }
    }

    private static void check(Survivor survivor, TopicPartition changelog, SimBroker broker, Checks checks) {
        long offset = ByteBuffer.wrap(survivor.meta()).getLong(OFFSET_AT);
        String what = "the engine in " + survivor.directory() + " has store '" + survivor.store() + "' at " + changelog
                + "@" + offset;
        long end = broker.topics().endOffset(changelog, Isolation.READ_COMMITTED);
        checks.that(Invariant.I3_ENGINE, offset < end, () -> what + ", but the changelog ends at " + end);
        Map<String, byte[]> sum = new TreeMap<>();
        // Of what came before these, a compaction may have left nothing.
        Set<String> overtaken = new TreeSet<>();
        broker.scan(changelog, batch -> {
            if (batch.keyLength() < 0) {
                return;
            }
            String key =
                    new String(batch.keyArray(), batch.keyOffset(), batch.keyLength(), StandardCharsets.ISO_8859_1);
            if (batch.offset() > offset) {
                overtaken.add(key);
            } else if (batch.valueLength() < 0) {
                sum.remove(key);
            } else {
                sum.put(
                        key,
                        Arrays.copyOfRange(
                                batch.valueArray(), batch.valueOffset(), batch.valueOffset() + batch.valueLength()));
            }
        });
        Set<String> found = new TreeSet<>();
        survivor.rows().forEach((row, value) -> {
            boolean isSegmented = !sum.containsKey(row) && !overtaken.contains(row);
            String key = isSegmented ? row.substring(Math.min(row.length(), SEGMENT_BYTES)) : row;
            byte[] expected = sum.get(key);
            if (expected != null) {
                found.add(key);
            }
            checks.that(
                    Invariant.I3_ENGINE,
                    expected == null ? overtaken.contains(key) : endsWith(value, expected),
                    () -> what + ", whose row of key '" + row + "' is " + Arrays.toString(value)
                            + ", but must end with " + Arrays.toString(expected));
        });
        checks.that(
                Invariant.I3_ENGINE,
                found.equals(sum.keySet()),
                () -> what + " with " + found.size() + " rows of the changelog, which adds up to " + sum.size());
    }

    /** A timestamp may stand in front of the value. */
    private static boolean endsWith(byte[] row, byte[] value) {
        return row.length >= value.length
                && Arrays.equals(row, row.length - value.length, row.length, value, 0, value.length);
    }
}
