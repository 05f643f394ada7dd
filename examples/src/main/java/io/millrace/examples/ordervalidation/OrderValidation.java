package io.millrace.examples.ordervalidation;

import io.millrace.dsl.Consumed;
import io.millrace.dsl.Grouped;
import io.millrace.dsl.Joined;
import io.millrace.dsl.KStream;
import io.millrace.dsl.KTable;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.Produced;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.dsl.TimeWindows;
import io.millrace.record.Bytes;
import io.millrace.record.KeyValue;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import io.millrace.serialization.json.JsonSerde;
import io.millrace.state.KeyValueStore;
import io.millrace.state.WindowStore;
import io.millrace.topology.Topology;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Validates orders by three checks that know nothing of each other. All they share are topics of events:
 *
 * <pre>
 * placed-orders -> details, fraud, inventory -> order-checks -> verdict -> order-verdicts
 * </pre>
 *
 * <p>Exactly once: whatever happens, an order gets one verdict, units are reserved once, and money is counted once.
 */
public final class OrderValidation {

    static final String ORDERS = "placed-orders";
    static final String STOCK = "warehouse-stock";
    static final String CHECKS = "order-checks";
    static final String VERDICTS = "order-verdicts";

    static final String STORE = "order-states";

    static final int UNITS_MAX = 100;
    static final long CENTS_PER_HOUR_MAX = 200_000;

    /** How late an order may be, and how long a repeated one is known. An order that is later is dropped, counted and logged. */
    static final Duration LATENESS_MAX = Duration.ofDays(1);

    private OrderValidation() {}

    /** A new topology. */
    public static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, Order> orders = builder.stream(ORDERS, Consumed.with(Serdes.String(), orders()))
                // Exactly once begins at the topic. Who has not heard whether an order arrived sends it again, and
                // that is another record.
                .deduplicate(LATENESS_MAX);
        checkDetails(orders);
        checkFraud(orders);
        checkInventory(orders, builder.table(STOCK, Consumed.with(Serdes.String(), new JsonSerde<>(Stock.class))));
        decide(builder.stream(CHECKS, Consumed.with(Serdes.String(), results())));
        return builder.build();
    }

    /** Looks at the order alone. */
    private static void checkDetails(KStream<String, Order> orders) {
        orders.mapValues(order -> new CheckResult(Check.DETAILS, isSound(order)))
                .to(CHECKS, Produced.with(Serdes.String(), results()));
    }

    private static boolean isSound(Order order) {
        return order.customer() != null
                && order.product() != null
                && order.units() > 0
                && order.units() <= UNITS_MAX
                && order.cents() > 0;
    }

    /** Looks at what the customer has ordered within the hour: from the order on that exceeds the limit, orders fail. */
    private static void checkFraud(KStream<String, Order> orders) {
        orders.groupBy(
                        (id, order) -> nameOr(order.customer()),
                        Grouped.with("orders-by-customer", Serdes.String(), orders()))
                .windowedBy(TimeWindows.ofSizeAndGrace(Duration.ofHours(1), LATENESS_MAX))
                .aggregate(
                        () -> Spending.NONE,
                        (customer, order, spending) -> spending.plus(order),
                        Materialized.<String, Spending, WindowStore<Bytes, byte[]>>as("spending")
                                .withKeySerde(Serdes.String())
                                .withValueSerde(new JsonSerde<>(Spending.class))
                                // Each update is the result for an order, so none may be left out. With caching, two
                                // orders of a customer between two commits would come out as one, and the first would
                                // wait for its verdict for ever.
                                .withCachingDisabled())
                .toStream()
                .map((customer, spending) -> KeyValue.pair(
                        spending.lastOrder(), new CheckResult(Check.FRAUD, spending.cents() <= CENTS_PER_HOUR_MAX)))
                .to(CHECKS, Produced.with(Serdes.String(), results()));
    }

    /** Looks at what the warehouse has, and at what is reserved for others. */
    private static void checkInventory(KStream<String, Order> orders, KTable<String, Stock> stock) {
        orders.selectKey((id, order) -> nameOr(order.product()))
                .leftJoin(
                        stock,
                        OrderAndStock::new,
                        Joined.with(Serdes.String(), orders(), new JsonSerde<>(Stock.class), "orders-by-product"))
                .process(new ReserveUnits())
                .to(CHECKS, Produced.with(Serdes.String(), results()));
    }

    /** An order without a customer or product has to get its verdict too; a null key would be dropped. */
    private static String nameOr(@Nullable String name) {
        return name == null ? "(none)" : name;
    }

    /** Waits for all checks of an order. States of orders are kept for ever here; where orders are many, a window around the aggregation lets old ones go. */
    private static void decide(KStream<String, CheckResult> checks) {
        checks.groupByKey()
                .aggregate(
                        () -> OrderState.UNCHECKED,
                        (order, result, state) -> state.with(result),
                        Materialized.<String, OrderState, KeyValueStore<Bytes, byte[]>>as(STORE)
                                .withKeySerde(Serdes.String())
                                .withValueSerde(new JsonSerde<>(OrderState.class)))
                .toStream()
                // The state is complete once, at the last of its results: so each order has one verdict.
                .filter((order, state) -> state.isComplete())
                .mapValues(OrderState::verdict)
                .to(VERDICTS, Produced.with(Serdes.String(), verdicts()));
    }

    private static Serde<Order> orders() {
        return new JsonSerde<>(Order.class);
    }

    private static Serde<CheckResult> results() {
        return new JsonSerde<>(CheckResult.class);
    }

    static Serde<Verdict> verdicts() {
        return new JsonSerde<>(Verdict.class);
    }
}
