package io.millrace.examples.ordervalidation;

import io.millrace.config.StreamsConfig;
import io.millrace.examples.launch.Example;
import io.millrace.examples.launch.ExampleInput;
import io.millrace.examples.launch.ResultTable;
import io.millrace.examples.launch.Row;
import io.millrace.examples.launch.Times;
import io.millrace.serialization.Serdes;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the launcher has to know of {@link OrderValidation}. */
public final class OrderValidationExample {

    private OrderValidationExample() {}

    /** The example. */
    public static Example example() {
        return new Example(
                        "order-validation",
                        "orders validated by three checks in parallel, as in event sourcing, exactly once",
                        OrderValidation::topology,
                        // This is the default, and said here because the example depends on it.
                        Map.of(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2),
                        ExampleInput.jsonLines(
                                OrderValidationExample.class,
                                "orders.jsonl",
                                OrderValidation.ORDERS,
                                OrderValidation.STOCK),
                        List.of(OrderValidation.CHECKS),
                        List.of(ResultTable.ofStream(
                                        "Orders and their verdicts",
                                        OrderValidation.VERDICTS,
                                        Serdes.String(),
                                        OrderValidation.verdicts())
                                .column("placed (UTC)", row -> Times.dateAndTime(row.timestampMs()))
                                .column("order", Row::key)
                                .column("verdict", row -> row.value().status())
                                .column("failed checks", row -> failed(row.value()))))
                .live(LiveOrders::new);
    }

    private static String failed(Verdict verdict) {
        return verdict.failed().stream().map(Check::name).collect(Collectors.joining(", "));
    }
}
