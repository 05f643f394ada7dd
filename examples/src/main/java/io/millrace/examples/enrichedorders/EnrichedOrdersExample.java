package io.millrace.examples.enrichedorders;

import io.millrace.examples.launch.Example;
import io.millrace.examples.launch.ExampleInput;
import io.millrace.examples.launch.Money;
import io.millrace.examples.launch.ResultTable;
import io.millrace.examples.launch.Row;
import io.millrace.serialization.Serdes;
import java.util.List;

/** What the launcher has to know of {@link EnrichedOrders}. */
public final class EnrichedOrdersExample {

    private EnrichedOrdersExample() {}

    /** The example. */
    public static Example example() {
        return new Example(
                "enriched-orders",
                "orders joined with customers (table), products (global table) and prices (foreign key)",
                EnrichedOrders::topology,
                ExampleInput.jsonLines(
                        EnrichedOrdersExample.class,
                        "orders.jsonl",
                        EnrichedOrders.ORDERS,
                        EnrichedOrders.CUSTOMERS,
                        EnrichedOrders.PRODUCTS,
                        EnrichedOrders.PRICES),
                List.of(
                        ResultTable.ofStream(
                                        "Orders as they came in",
                                        EnrichedOrders.ENRICHED,
                                        Serdes.String(),
                                        EnrichedOrders.enriched())
                                .column("order", row -> row.value().id())
                                .column("quantity", row -> row.value().quantity())
                                .column("product", row -> row.value().product())
                                .column("category", row -> row.value().category())
                                .column("customer", row -> row.value().customer())
                                .column("city", row -> row.value().city()),
                        ResultTable.ofTable(
                                        "Orders at the latest prices",
                                        EnrichedOrders.PRICED,
                                        Serdes.String(),
                                        EnrichedOrders.priced())
                                .column("order", Row::key)
                                .column("product", row -> row.value().product())
                                .column("quantity", row -> row.value().quantity())
                                .column("worth", row -> Money.text(row.value().cents()))));
    }
}
