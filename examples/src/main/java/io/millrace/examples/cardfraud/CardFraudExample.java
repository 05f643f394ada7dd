package io.millrace.examples.cardfraud;

import io.millrace.examples.launch.Example;
import io.millrace.examples.launch.ExampleInput;
import io.millrace.examples.launch.ResultTable;
import io.millrace.examples.launch.Row;
import io.millrace.examples.launch.Times;
import io.millrace.serialization.Serdes;
import java.util.List;

/** What the launcher has to know of {@link CardFraud}. */
public final class CardFraudExample {

    private CardFraudExample() {}

    /** The example. */
    public static Example example() {
        return new Example(
                "card-fraud",
                "cards used more than 3 times within 5 seconds, by sliding windows",
                CardFraud::topology,
                ExampleInput.jsonLines(CardFraudExample.class, "attempts.jsonl", CardFraud.ATTEMPTS),
                List.of(ResultTable.ofTable(
                                "Alerts: 5 seconds (both ends included) with more than 3 attempts",
                                CardFraud.ALERTS,
                                CardFraud.windowedKeys(),
                                Serdes.Long())
                        .column("card", row -> row.key().key())
                        .column("window (UTC)", row -> Times.span(row.key().window()))
                        .column("attempts", Row::value)));
    }
}
