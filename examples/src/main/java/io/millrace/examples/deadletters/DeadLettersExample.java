package io.millrace.examples.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.examples.launch.Example;
import io.millrace.examples.launch.ExampleInput;
import io.millrace.examples.launch.Money;
import io.millrace.examples.launch.ResultTable;
import io.millrace.examples.launch.Row;
import io.millrace.examples.launch.Times;
import io.millrace.record.Header;
import io.millrace.serialization.Serdes;
import java.util.List;

/** What the launcher has to know of {@link CleanPayments}. */
public final class DeadLettersExample {

    private DeadLettersExample() {}

    /** The example. */
    public static Example example() {
        return new Example(
                "dead-letters",
                "payments without duplicates, and a dead-letter topic for those that cannot be processed",
                CleanPayments::topology,
                CleanPayments.settings(),
                ExampleInput.jsonLines(DeadLettersExample.class, "payments.jsonl", CleanPayments.PAYMENTS),
                List.of(),
                List.of(
                        ResultTable.ofStream(
                                        "Payments that were accepted",
                                        CleanPayments.ACCEPTED,
                                        Serdes.String(),
                                        CleanPayments.payments())
                                .column("time (UTC)", row -> Times.dateAndTime(row.timestampMs()))
                                .column("account", Row::key)
                                .column("payment", row -> row.value().id())
                                .column("amount", row -> Money.text(row.value().cents())),
                        ResultTable.ofStream(
                                        "Dead letters: records as they came, and what was wrong",
                                        CleanPayments.DEAD_LETTERS,
                                        Serdes.String(),
                                        Serdes.String())
                                .column("from", DeadLettersExample::origin)
                                .column("account", Row::key)
                                .column("record", Row::value)
                                .column("exception", row -> simpleName(header(row, "exception")))));
    }

    private static String origin(Row<?, ?> row) {
        return header(row, "topic") + "-" + header(row, "partition") + "@" + header(row, "offset");
    }

    private static String simpleName(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }

    private static String header(Row<?, ?> row, String name) {
        Header header = row.headers().lastHeader("__streams.errors." + name);
        return header == null || header.value() == null ? "" : new String(header.value(), UTF_8);
    }
}
