package io.millrace.examples.ordertotals;

import io.millrace.examples.launch.Example;
import io.millrace.examples.launch.ExampleInput;
import io.millrace.examples.launch.Money;
import io.millrace.examples.launch.ResultTable;
import io.millrace.examples.launch.Times;
import java.util.List;

/** What the launcher has to know of {@link OrderTotals}. */
public final class OrderTotalsExample {

    private OrderTotalsExample() {}

    /** The example. */
    public static Example example() {
        return new Example(
                "order-totals",
                "number and total of orders per shop, in windows of 5 minutes",
                OrderTotals::topology,
                ExampleInput.jsonLines(OrderTotalsExample.class, "orders.jsonl", OrderTotals.ORDERS),
                List.of(ResultTable.ofTable(
                                "Orders by window and shop",
                                OrderTotals.TOTALS,
                                OrderTotals.windowedKeys(),
                                OrderTotals.totals())
                        .column("window (UTC)", row -> Times.span(row.key().window()))
                        .column("shop", row -> row.key().key())
                        .column("orders", row -> row.value().orders())
                        .column("total", row -> Money.text(row.value().cents()))));
    }
}
