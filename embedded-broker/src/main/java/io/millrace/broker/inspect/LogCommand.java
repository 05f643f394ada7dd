package io.millrace.broker.inspect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.broker.DamagedData;
import io.millrace.broker.batch.BatchCursor;
import io.millrace.broker.batch.BatchFormat;
import io.millrace.broker.commitlog.LogEntry;
import io.millrace.broker.disk.FileDisk;
import io.millrace.log.CorruptLogException;
import io.millrace.log.LogException;
import io.millrace.record.Header;
import io.millrace.record.TopicPartition;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code bin/millrace-log}: shows what is in a data directory. Exit status 0, 1 for damage, 2 for wrong use, 3 if it cannot be read. */
public final class LogCommand {

    private static final int DAMAGE = 1;
    private static final int WRONG_USE = 2;
    private static final int CANNOT_READ = 3;

    private final PrintStream out;
    private final PrintStream err;
    private final ObjectMapper json = new ObjectMapper();
    private boolean foundDamage;

    LogCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public static void main(String[] args) {
        PrintStream out = new PrintStream(
                new java.io.FileOutputStream(java.io.FileDescriptor.out), false, StandardCharsets.UTF_8);
        int status = new LogCommand(out, System.err).run(args);
        out.flush();
        System.exit(status);
    }

    /** Runs the command; returns the exit status. */
    int run(String... args) {
        try {
            Options options = Options.parse(args);
            if (options.help()) {
                out.print(Options.usage(options.command()));
                return 0;
            }
            if (options.command() == Command.ACCEPT_LOSS) {
                return acceptLoss(options);
            }
            DataView data = DataView.read(FileDisk.readOnly(java.nio.file.Path.of(options.directory())));
            return switch (options.command()) {
                case ACCEPT_LOSS -> throw new IllegalStateException("It changes data");
                case TOPICS -> topics(data);
                case DESCRIBE -> describe(data, options);
                case GROUPS -> groups(data);
                case CONSUME -> consume(data, options);
                case VERIFY -> verify(data);
            };
        } catch (IllegalArgumentException e) {
            err.println("millrace-log: " + e.getMessage());
            return WRONG_USE;
        } catch (CorruptLogException e) {
            err.println("millrace-log: " + e.getMessage());
            return DAMAGE;
        } catch (LogException e) {
            err.println("millrace-log: " + e.getMessage());
            return CANNOT_READ;
        } catch (IOException e) {
            err.println("millrace-log: cannot read the data directory: " + e);
            return CANNOT_READ;
        }
    }

    private int topics(DataView data) {
        for (LogEntry.TopicCreated topic : data.topics().values()) {
            out.println(topic.name() + "\t" + topic.partitionCount());
        }
        return 0;
    }

    private LogEntry.TopicCreated require(DataView data, Options options) {
        return data.topic(options.topic())
                .orElseThrow(() -> new IllegalArgumentException("there is no topic '" + options.topic()
                        + "'; there are " + data.topics().keySet()));
    }

    private int describe(DataView data, Options options) throws IOException {
        LogEntry.TopicCreated topic = require(data, options);
        out.println("topic " + topic.name() + ", id " + topic.id() + ", " + topic.partitionCount()
                + " partitions, settings " + topic.config());
        out.println("partition\tstart\tend\tlast stable\trecords\tbytes\topen\taborted");
        for (int partition = 0; partition < topic.partitionCount(); partition++) {
            PartitionScan scan = new PartitionScan(data.disk(), DataView.directory(topic, partition));
            Transactions transactions = follow(scan);
            long start = Math.max(data.logStart(topic, partition), transactions.firstOffset());
            out.println(partition + "\t" + start + "\t" + transactions.endOffset() + "\t"
                    + transactions.lastStableOffset() + "\t" + transactions.records() + "\t" + scan.sizeBytes() + "\t"
                    + transactions.openCount() + "\t" + transactions.abortedCount());
        }
        return foundDamage ? DAMAGE : 0;
    }

    private Transactions follow(PartitionScan scan) throws IOException {
        Transactions transactions = new Transactions();
        scan.run(new PartitionScan.Visitor() {
            @Override
            public void batch(byte[] batch) {
                transactions.accept(batch);
            }

            @Override
            public boolean problem(PartitionScan.Problem problem) {
                if (!problem.isAtEnd()) {
                    foundDamage = true;
                    err.println("millrace-log: damaged: " + problem.file() + ", position " + problem.position() + ": "
                            + problem.what() + "; what is behind it is left out, 'verify' tells more");
                }
                // A marker may be among what is damaged: nobody knows which of the rest is committed.
                return false;
            }
        });
        return transactions;
    }

    private int groups(DataView data) {
        data.groups().forEach((group, offsets) -> {
            for (Map.Entry<TopicPartition, ?> entry : offsets.entrySet()) {
                io.millrace.log.CommittedOffset offset = (io.millrace.log.CommittedOffset) entry.getValue();
                out.println(group + "\t" + entry.getKey() + "\t" + offset.offset() + "\t" + offset.metadata());
            }
        });
        return 0;
    }

    private int consume(DataView data, Options options) throws IOException {
        LogEntry.TopicCreated topic = require(data, options);
        if (options.partition() >= topic.partitionCount()) {
            throw new IllegalArgumentException("topic '" + topic.name() + "' has partitions 0 to "
                    + (topic.partitionCount() - 1) + ", not " + options.partition());
        }
        Budget budget = new Budget(options.max());
        for (int partition = 0; partition < topic.partitionCount(); partition++) {
            if (options.partition() < 0 || options.partition() == partition) {
                consume(data, topic, partition, options, budget);
            }
        }
        return foundDamage ? DAMAGE : 0;
    }

    /** How many records may still be printed. */
    private static final class Budget {
        long left;

        Budget(long left) {
            this.left = left;
        }
    }

    private void consume(DataView data, LogEntry.TopicCreated topic, int partition, Options options, Budget budget)
            throws IOException {
        PartitionScan scan = new PartitionScan(data.disk(), DataView.directory(topic, partition));
        Transactions transactions = follow(scan);
        long from = Math.max(options.from(), data.logStart(topic, partition));
        TopicPartition name = new TopicPartition(topic.name(), partition);
        scan.run(new PartitionScan.Visitor() {
            @Override
            public void batch(byte[] batch) {
                if (budget.left > 0 && !BatchFormat.isControl(batch, 0) && transactions.isVisible(batch)) {
                    print(new BatchCursor(name, batch, 0, from), options, budget);
                }
            }

            @Override
            public boolean problem(PartitionScan.Problem problem) {
                // The first pass has told it.
                return false;
            }
        });
    }

    private void print(BatchCursor cursor, Options options, Budget budget) {
        while (budget.left > 0 && cursor.next()) {
            budget.left--;
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("partition", cursor.partition().partition());
            row.put("offset", cursor.offset());
            row.put("timestamp", cursor.timestamp());
            row.put("key", text(cursor.keyArray(), cursor.keyOffset(), cursor.keyLength()));
            row.put("value", text(cursor.valueArray(), cursor.valueOffset(), cursor.valueLength()));
            if (cursor.hasHeaders()) {
                Map<String, @Nullable Object> headers = new LinkedHashMap<>();
                for (Header header : cursor.headers()) {
                    byte[] value = header.value();
                    headers.put(header.key(), value == null ? null : text(value, 0, value.length));
                }
                row.put("headers", headers);
            }
            out.println(
                    options.json()
                            ? toJson(row)
                            : String.join(
                                    "\t",
                                    row.values().stream().map(String::valueOf).toList()));
        }
    }

    private String toJson(Map<String, @Nullable Object> row) {
        try {
            return json.writeValueAsString(row);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bytes as text if they are UTF-8 without control characters, else {@code base64:...}. */
    private static @Nullable String text(byte[] array, int offset, int length) {
        if (length < 0) {
            return null;
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(array, offset, length))
                    .toString();
            if (text.chars().noneMatch(c -> c < ' ' && c != '\t')) {
                return text;
            }
        } catch (CharacterCodingException e) {
            // Not text: shown as bytes below.
            return base64(array, offset, length);
        }
        return base64(array, offset, length);
    }

    private static String base64(byte[] array, int offset, int length) {
        ByteBuffer encoded = Base64.getEncoder().encode(ByteBuffer.wrap(array, offset, length));
        return "base64:" + StandardCharsets.US_ASCII.decode(encoded);
    }

    private int verify(DataView data) throws IOException {
        return new Verification(data, out).run() == 0 ? 0 : DAMAGE;
    }

    private int acceptLoss(Options options) {
        if (options.partition() < 0) {
            throw new IllegalArgumentException("accept-loss needs --partition N");
        }
        TopicPartition partition = new TopicPartition(options.topic(), options.partition());
        List<String> lost = DamagedData.acceptLoss(new FileDisk(java.nio.file.Path.of(options.directory())), partition);
        lost.forEach(out::println);
        if (lost.isEmpty()) {
            out.println("nothing of " + partition + " is damaged; nothing was changed");
        }
        return 0;
    }

    /** The commands there are. */
    enum Command {
        TOPICS,
        DESCRIBE,
        GROUPS,
        CONSUME,
        VERIFY,
        ACCEPT_LOSS;

        /** As it is typed. */
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        boolean takesTopic() {
            return this == DESCRIBE || this == CONSUME || this == ACCEPT_LOSS;
        }
    }

    static List<String> commands() {
        return Arrays.stream(Command.values()).map(Command::word).toList();
    }
}
