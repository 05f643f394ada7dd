package io.millrace.examples.topproducts;

import io.millrace.dsl.Aggregators;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.Grouped;
import io.millrace.dsl.KTable;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.Produced;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.dsl.TimeWindows;
import io.millrace.record.KeyValue;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import io.millrace.serialization.json.JsonSerde;
import io.millrace.state.Windowed;
import io.millrace.topology.Topology;
import java.time.Duration;
import java.time.Instant;

/** The five products that sold best, of each day: an aggregation of a table that is an aggregation itself. */
public final class TopProducts {

    static final String SALES = "product-sales";
    static final String TOP = "top-products";

    static final int COUNT = 5;

    /** Days are windows from midnight to midnight in UTC: windows begin at multiples of their size. */
    private static final Duration DAY = Duration.ofDays(1);

    private static final Duration GRACE = Duration.ofHours(1);

    private TopProducts() {}

    /** A new topology. */
    public static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        KTable<Windowed<String>, Long> unitsByDay = builder.stream(
                        SALES, Consumed.with(Serdes.String(), new JsonSerde<>(Sale.class)))
                .groupByKey()
                .windowedBy(TimeWindows.ofSizeAndGrace(DAY, GRACE))
                .aggregate(Aggregators.sum(Sale::units));

        unitsByDay
                // All products of a day have to meet, so the day becomes the key. That is a single partition per day,
                // which is fine for a list of products, and would not be for the sales themselves: those are added up
                // before.
                .groupBy(
                        (product, units) -> KeyValue.pair(day(product), new ProductUnits(product.key(), units)),
                        Grouped.with(Serdes.String(), new JsonSerde<>(ProductUnits.class)))
                // When the units of a product change, the row that it had is taken away and the new one is added. All
                // products of the day are kept, not five: when one falls out of the five (somebody returns what was
                // bought), the sixth has to be known.
                .aggregate(
                        () -> Ranking.NONE,
                        (day, added, ranking) -> ranking.with(added),
                        (day, removed, ranking) -> ranking.without(removed),
                        Materialized.with(Serdes.String(), rankings()))
                .toStream()
                .mapValues(ranking -> ranking.top(COUNT))
                .to(TOP, Produced.with(Serdes.String(), rankings()));
        return builder.build();
    }

    private static String day(Windowed<String> product) {
        return Instant.ofEpochMilli(product.window().start()).toString().substring(0, "2026-03-02".length());
    }

    static Serde<Ranking> rankings() {
        return new JsonSerde<>(Ranking.class);
    }
}
