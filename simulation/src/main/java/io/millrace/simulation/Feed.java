package io.millrace.simulation;

import io.millrace.record.TopicPartition;
import io.millrace.simulation.SimBroker.Placed;
import io.millrace.simulation.program.Functions;
import io.millrace.simulation.program.Step;
import io.millrace.simulation.reference.GlobalRows;
import io.millrace.simulation.reference.Output;
import io.millrace.time.Randomness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Who writes the input, through all lives: out-of-order times, deletions, records without keys, bursts, and what was acknowledged of it. */
final class Feed {

    private static final int KEYS = 6;
    private static final long START_MS = 1_700_000_000_000L;
    private static final int OUT_OF_ORDER_MS = 8_000;

    private final Randomness random;
    private final Setup setup;
    private final List<String> topics;
    private final Map<String, Map<String, String>> globals = new TreeMap<>();
    private final Map<TopicPartition, List<Sent>> sent = new TreeMap<>(Order.PARTITIONS);
    /** Values that the rows of global tables have had, by topic and key. */
    private final Map<String, Map<String, Set<String>>> ever = new TreeMap<>();

    private long eventMs = START_MS;
    private int written;

    /**
     * A record that was written.
     *
     * @param isAcknowledged else it may be there or not
     */
    private record Sent(Output record, boolean isAcknowledged) {}

    Feed(Randomness random, Setup setup) {
        this.random = random;
        this.setup = setup;
        this.topics = setup.program().inputTopics();
        for (String topic : setup.program().globalTopics()) {
            Map<String, String> rows = globals.computeIfAbsent(topic, name -> new TreeMap<>());
            for (int i = 0; i < KEYS; i++) {
                if (random.nextInt(4) != 0) {
                    rows.put("k" + i, "G" + i);
                }
            }
        }
    }

    /** All keys that records can have, but for those of late ones. */
    static List<String> keys() {
        return IntStream.range(0, KEYS).mapToObj(number -> "k" + number).toList();
    }

    /**
     * Rows of the global tables, by topic.
     *
     * @param settledNumber see {@link GlobalRows}
     */
    Map<String, GlobalRows> globals(SimBroker broker, long settledNumber) {
        Map<String, GlobalRows> rows = new TreeMap<>();
        globals.forEach((topic, initial) -> rows.put(topic, GlobalRows.unchanging(initial)));
        for (Step.Global table : setup.program().changingGlobals()) {
            rows.put(table.topic(), new GlobalRows(broker.rows(table.topic()), everOf(table.topic()), settledNumber));
        }
        return rows;
    }

    private Map<String, Set<String>> everOf(String topic) {
        return ever.computeIfAbsent(topic, name -> new TreeMap<>());
    }

    /** Changes a row of a global table, if there is one that may change. */
    void changeGlobals(SimBroker broker) {
        for (Step.Global table : setup.program().changingGlobals()) {
            if (random.nextInt(6) == 0) {
                String key = "k" + random.nextInt(KEYS);
                String value = random.nextInt(4) == 0 ? null : "G" + written++;
                feedGlobal(broker, table.topic(), key, value);
            }
        }
    }

    /** Changes every row of the global tables that may change. */
    void changeAllGlobals(SimBroker broker) {
        for (Step.Global table : setup.program().changingGlobals()) {
            keys().forEach(key -> feedGlobal(broker, table.topic(), key, "G" + written++));
        }
    }

    /** Writes a record with each key into each topic. */
    void writeEachKey(SimBroker broker) {
        for (String topic : topics) {
            for (String key : broker.partitionCount(topic) == 0 ? List.<String>of() : keys()) {
                int partition = Functions.partition(key, setup.program().partitions());
                write(broker, new TopicPartition(topic, partition), new Output(key, "u" + written++, eventMs));
            }
        }
    }

    /** Has all topics appear that have not yet, with records; returns whether there were any. */
    boolean writeToMissing(SimBroker broker) {
        List<String> missing = topics.stream()
                .filter(topic -> broker.partitionCount(topic) == 0)
                .toList();
        missing.forEach(broker::makeInput);
        for (TopicPartition partition : broker.partitionsOf(missing)) {
            write(broker, partition, new Output(keyOf(partition.partition()), "u" + written++, eventMs));
        }
        return !missing.isEmpty();
    }

    private void feedGlobal(SimBroker broker, String topic, String key, @Nullable String value) {
        if (value != null) {
            everOf(topic).computeIfAbsent(key, any -> new TreeSet<>()).add(value);
        }
        int partition = Functions.partition(key, setup.program().partitions());
        broker.feed(new TopicPartition(topic, partition), new Output(key, value, START_MS));
    }

    /** Before anybody reads them: the global tables are as they must be, even if a power loss took them back. */
    void feedGlobals(SimBroker broker) {
        globals.forEach((topic, rows) -> {
            Map<String, String> there = new TreeMap<>();
            broker.partitionsOf(List.of(topic))
                    .forEach(partition -> broker.read(partition)
                            .forEach(placed -> there.put(
                                    String.valueOf(placed.record().key()),
                                    String.valueOf(placed.record().value()))));
            rows.forEach((key, value) -> {
                if (!there.containsKey(key)) {
                    feedGlobal(broker, topic, key, value);
                }
            });
        });
    }

    /** Writes rows to the global topics that nobody looks for. */
    void writeAside(SimBroker broker) {
        for (String topic : globals.keySet()) {
            feedGlobal(broker, topic, "aside" + random.nextInt(KEYS), "A" + written++);
        }
    }

    /** Writes a record, or many. */
    void write(SimBroker broker) {
        int count = random.nextInt(12) == 0 ? 1 + random.nextInt(8) : 1;
        for (int i = 0; i < count; i++) {
            eventMs += random.nextInt(1_500);
            String topic = there(broker, topics.get(random.nextInt(topics.size())));
            String key = random.nextInt(16) == 0 ? null : "k" + random.nextInt(KEYS);
            String value = random.nextInt(setup.variation().isTidied() ? 3 : 10) == 0 ? null : "u" + written++;
            long timeMs = random.nextInt(3) == 0 ? eventMs - random.nextInt(OUT_OF_ORDER_MS) : eventMs;
            int partition = Functions.partition(key, setup.program().partitions());
            write(broker, new TopicPartition(topic, partition), new Output(key, value, timeMs));
        }
    }

    /** The topic, which may appear now if it is not there; or another one, that is. */
    private String there(SimBroker broker, String topic) {
        if (broker.partitionCount(topic) > 0) {
            return topic;
        }
        if (random.nextInt(12) != 0) {
            return topics.get(0);
        }
        broker.makeInput(topic);
        return topic;
    }

    /** Writes a record of a far later time into every partition, so that all windows close. */
    void writeLate(SimBroker broker) {
        eventMs += 3_600_000;
        for (TopicPartition partition : broker.partitionsOf(topics)) {
            write(broker, partition, new Output(keyOf(partition.partition()), "u" + written++, eventMs));
        }
    }

    private String keyOf(int partition) {
        int number = 0;
        while (Functions.partition("z" + number, setup.program().partitions()) != partition) {
            number++;
        }
        return "z" + number;
    }

    private void write(SimBroker broker, TopicPartition partition, Output record) {
        List<Sent> ofPartition = sent.computeIfAbsent(partition, any -> new ArrayList<>());
        ofPartition.add(new Sent(record, false));
        broker.feed(partition, record);
        // The batch that was written has whatever waited before.
        ofPartition.set(ofPartition.size() - 1, new Sent(record, true));
    }

    /** What was acknowledged is there, in its order; what was not may be. */
    void check(SimBroker broker, Checks checks) {
        for (TopicPartition partition : broker.partitionsOf(topics)) {
            List<Sent> before = sent.getOrDefault(partition, List.of());
            List<Output> now =
                    broker.read(partition).stream().map(Placed::record).toList();
            int at = 0;
            for (Sent one : before) {
                boolean isNext = at < now.size() && now.get(at).equals(one.record());
                int place = at;
                checks.that(
                        Invariant.I5_ACKNOWLEDGED,
                        isNext || !one.isAcknowledged(),
                        () -> partition + " must have " + one + " at place " + place + " of " + now);
                at += isNext ? 1 : 0;
            }
            boolean isAll = at == now.size();
            checks.that(
                    Invariant.I5_ACKNOWLEDGED,
                    isAll,
                    () -> partition + " has what nobody wrote: " + now + ", written was " + before);
        }
        takeOver(broker);
    }

    /** What is there now is what was written: a record whose acknowledgement was not heard, or less, after a power loss without syncs. */
    void takeOver(SimBroker broker) {
        sent.clear();
        for (TopicPartition partition : broker.partitionsOf(topics)) {
            sent.put(
                    partition,
                    new ArrayList<>(broker.read(partition).stream()
                            .map(placed -> new Sent(placed.record(), true))
                            .toList()));
        }
    }
}
