package io.millrace.examples.topproducts;

import io.millrace.examples.launch.Example;
import io.millrace.examples.launch.ExampleInput;
import io.millrace.examples.launch.ResultTable;
import io.millrace.examples.launch.Row;
import io.millrace.serialization.Serdes;
import java.util.List;
import java.util.stream.Collectors;

/** What the launcher has to know of {@link TopProducts}. */
public final class TopProductsExample {

    private TopProductsExample() {}

    /** The example. */
    public static Example example() {
        return new Example(
                "top-products",
                "the 5 best-selling products of each day",
                TopProducts::topology,
                ExampleInput.jsonLines(TopProductsExample.class, "sales.jsonl", TopProducts.SALES),
                List.of(ResultTable.ofTable(
                                "Best-selling products by day (UTC), with units sold",
                                TopProducts.TOP,
                                Serdes.String(),
                                TopProducts.rankings())
                        .column("day", Row::key)
                        .column("products, best first", row -> text(row.value()))));
    }

    private static String text(Ranking ranking) {
        return ranking.products().stream()
                .map(product -> product.product() + " " + product.units())
                .collect(Collectors.joining(", "));
    }
}
