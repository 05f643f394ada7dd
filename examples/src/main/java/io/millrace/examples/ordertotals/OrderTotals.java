package io.millrace.examples.ordertotals;

import io.millrace.dsl.Consumed;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.Produced;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.dsl.TimeWindows;
import io.millrace.dsl.WindowedSerdes;
import io.millrace.record.Bytes;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import io.millrace.serialization.json.JsonSerde;
import io.millrace.state.WindowStore;
import io.millrace.state.Windowed;
import io.millrace.topology.Topology;
import java.time.Duration;

/** Number and total of each shop's orders in windows of five minutes: an aggregation of one's own. */
public final class OrderTotals {

    static final String ORDERS = "shop-orders";
    static final String TOTALS = "shop-totals";

    static final String STORE = "totals";

    static final Duration SIZE = Duration.ofMinutes(5);
    static final Duration GRACE = Duration.ofMinutes(1);

    private OrderTotals() {}

    /** A new topology. */
    public static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(ORDERS, Consumed.with(Serdes.String(), new JsonSerde<>(Order.class)))
                .groupByKey()
                .windowedBy(TimeWindows.ofSizeAndGrace(SIZE, GRACE))
                // The aggregate is an object without setters: each order makes the next one. It is what the store
                // holds, so it needs a serde; and a store with a name can be asked while the application runs.
                .aggregate(
                        () -> Totals.NONE,
                        (shop, order, totals) -> totals.plus(order),
                        Materialized.<String, Totals, WindowStore<Bytes, byte[]>>as(STORE)
                                .withKeySerde(Serdes.String())
                                .withValueSerde(totals()))
                .toStream()
                .to(TOTALS, Produced.with(windowedKeys(), totals()));
        return builder.build();
    }

    static Serde<Totals> totals() {
        return new JsonSerde<>(Totals.class);
    }

    static Serde<Windowed<String>> windowedKeys() {
        return WindowedSerdes.timeWindowedSerdeFrom(String.class, SIZE.toMillis());
    }
}
