package io.millrace.examples.enrichedorders;

import io.millrace.dsl.Consumed;
import io.millrace.dsl.GlobalKTable;
import io.millrace.dsl.Joined;
import io.millrace.dsl.KStream;
import io.millrace.dsl.KTable;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.Produced;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import io.millrace.serialization.json.JsonSerde;
import io.millrace.topology.Topology;

/** Orders with what they refer to: three kinds of joins with tables. */
public final class EnrichedOrders {

    static final String ORDERS = "customer-orders";
    static final String CUSTOMERS = "customers";
    static final String PRODUCTS = "products";
    static final String PRICES = "product-prices";

    static final String ENRICHED = "enriched-orders";
    static final String PRICED = "priced-orders";

    private EnrichedOrders() {}

    /** A new topology. */
    public static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, Order> orders = builder.stream(ORDERS, Consumed.with(Serdes.String(), orders()));
        enrich(builder, orders);
        price(builder, orders);
        return builder.build();
    }

    /** Every order once, with its customer and product as they are known when the order is processed. */
    private static void enrich(StreamsBuilder builder, KStream<String, Order> orders) {
        Serde<Customer> customerSerde = new JsonSerde<>(Customer.class);
        KTable<String, Customer> customers = builder.table(CUSTOMERS, Consumed.with(Serdes.String(), customerSerde));
        // Every instance holds all of a global table, filled before anything is processed. So orders can be joined by
        // anything in them, without being moved to another partition: good for tables that are small and seldom
        // change.
        GlobalKTable<String, Product> products =
                builder.globalTable(PRODUCTS, Consumed.with(Serdes.String(), new JsonSerde<>(Product.class)));

        orders
                // The customer is the key of both. A left join: an order of a customer that nobody knows goes on,
                // with null.
                .leftJoin(customers, OrderWithCustomer::new, Joined.with(Serdes.String(), orders(), customerSerde))
                .leftJoin(products, (customer, joined) -> joined.order().product(), EnrichedOrder::of)
                .to(ENRICHED, Produced.with(Serdes.String(), enriched()));
    }

    /** A table of all orders at present prices: when a price changes, so do the orders of that product. */
    private static void price(StreamsBuilder builder, KStream<String, Order> orders) {
        KTable<String, Order> ordersById =
                orders.selectKey((customer, order) -> order.id()).toTable(Materialized.with(Serdes.String(), orders()));
        KTable<String, Price> prices =
                builder.table(PRICES, Consumed.with(Serdes.String(), new JsonSerde<>(Price.class)));

        // A join by foreign key: the key of the other table is in the value. Both sides trigger it, and no side has
        // all of the other.
        ordersById
                .join(prices, Order::product, PricedOrder::of, Materialized.with(Serdes.String(), priced()))
                .toStream()
                .to(PRICED, Produced.with(Serdes.String(), priced()));
    }

    private static Serde<Order> orders() {
        return new JsonSerde<>(Order.class);
    }

    static Serde<EnrichedOrder> enriched() {
        return new JsonSerde<>(EnrichedOrder.class);
    }

    static Serde<PricedOrder> priced() {
        return new JsonSerde<>(PricedOrder.class);
    }
}
