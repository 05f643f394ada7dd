package io.millrace.simulation;

import io.millrace.log.LogException;
import io.millrace.log.LogProducer;
import io.millrace.log.PendingCommit;
import io.millrace.log.ProducerOptions;
import io.millrace.record.TopicPartition;
import io.millrace.simulation.SimBroker.Placed;
import io.millrace.simulation.reference.Output;
import io.millrace.time.Randomness;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who writes rows to a compacted topic without any application, in transactions that it commits or aborts, through all lives. What it aborts it does not write again: nothing
 * hides what a compaction makes of it.
 */
final class Rows {

    static final String TOPIC = "rows";

    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final int KEYS = 5;

    private final Randomness random;
    private final Checks checks;
    private Map<String, String> committed = new TreeMap<>();
    /** What is committed if the commit that was begun last has happened. */
    private Map<String, String> attempted = new TreeMap<>();

    /** What is committed once the open transaction is. */
    private Map<String, String> open = new TreeMap<>();

    private @Nullable LogProducer producer;
    private @Nullable PendingCommit pending;
    private int written;

    Rows(Randomness random, Checks checks) {
        this.random = random;
        this.checks = checks;
    }

    /**
     * A life begins.
     *
     * @param mayGoBack whether a power loss may have taken commits back
     */
    void start(SimBroker broker, boolean mayGoBack) {
        pending = null;
        producer = null;
        if (!mayGoBack) {
            check(broker);
        }
        committed = there(broker);
        attempted = committed;
        producer = broker.broker().producer(ProducerOptions.transactional("rows", "rows"));
    }

    /** Compares what is there with what was committed. */
    void check(SimBroker broker) {
        Map<String, String> there = there(broker);
        checks.that(
                Invariant.I8_COMPACTION,
                there.equals(committed) || there.equals(attempted),
                () -> PARTITION + " adds up to " + there + ", but must to " + committed + ", or to " + attempted);
    }

    private static Map<String, String> there(SimBroker broker) {
        Map<String, String> rows = new TreeMap<>();
        for (Placed placed : broker.read(PARTITION)) {
            Output row = placed.record();
            if (row.value() == null) {
                rows.remove(String.valueOf(row.key()));
            } else {
                rows.put(String.valueOf(row.key()), row.value());
            }
        }
        return rows;
    }

    /** Writes a transaction, or looks what has become of the last one. */
    void step(SimBroker broker, long timeMs) {
        LogProducer writer = producer;
        PendingCommit last = pending;
        if (writer == null || last != null && last.state() == PendingCommit.State.PENDING) {
            return;
        }
        if (last != null) {
            settle(last.state());
            return;
        }
        try {
            write(broker, writer, timeMs);
        } catch (LogException e) {
            giveUp(writer);
        }
    }

    private void settle(PendingCommit.State outcome) {
        pending = null;
        switch (outcome) {
            case COMMITTED -> committed = attempted;
            case FAILED -> attempted = committed;
            // Only a recovery knows.
            case UNKNOWN, PENDING -> producer = null;
        }
    }

    private void write(SimBroker broker, LogProducer writer, long timeMs) {
        if (!writer.isInTransaction()) {
            open = new TreeMap<>(committed);
            writer.begin();
        }
        Map<String, String> after = open;
        for (int i = random.nextInt(3); i >= 0; i--) {
            String key = "r" + random.nextInt(KEYS);
            String value = random.nextInt(3) == 0 ? null : "v" + written++;
            writer.appender(PARTITION).append(timeMs, bytes(key), value == null ? null : bytes(value), null);
            if (value == null) {
                after.remove(key);
            } else {
                after.put(key, value);
            }
        }
        writer.flush();
        // Some stay open, while the log goes on and is compacted.
        int end = random.nextInt(4);
        if (end == 0) {
            writer.abort();
        } else if (end > 1) {
            attempted = after;
            pending = broker.broker().commit(List.of(writer), () -> {}).get(0);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void giveUp(LogProducer writer) {
        try {
            writer.abort();
        } catch (LogException e) {
            producer = null;
        }
    }

    /** Before a clean close. */
    void close() {
        LogProducer writer = producer;
        producer = null;
        if (writer != null) {
            writer.close();
        }
    }
}
