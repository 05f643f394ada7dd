package io.millrace.examples.logins;

import io.millrace.examples.launch.Example;
import io.millrace.examples.launch.ExampleInput;
import io.millrace.examples.launch.ResultTable;
import io.millrace.examples.launch.Row;
import io.millrace.examples.launch.Times;
import io.millrace.serialization.Serdes;
import java.util.List;

/** What the launcher has to know of {@link LoginCounts}. */
public final class LoginsExample {

    private static final long MANY = 3;

    private LoginsExample() {}

    /** The example. */
    public static Example example() {
        return new Example(
                "logins",
                "logins per user, in windows of 1 minute that hop by 10 seconds",
                LoginCounts::topology,
                ExampleInput.jsonLines(LoginsExample.class, "logins.jsonl", LoginCounts.LOGINS),
                List.of(ResultTable.ofTable(
                                "Minutes in which a user logged in at least " + MANY + " times",
                                LoginCounts.COUNTS,
                                LoginCounts.windowedKeys(),
                                Serdes.Long())
                        .where(row -> row.value() >= MANY)
                        .column("user", row -> row.key().key())
                        .column("window (UTC)", row -> Times.span(row.key().window()))
                        .column("logins", Row::value)));
    }
}
