package shop;

import io.millrace.dsl.Consumed;
import io.millrace.dsl.Grouped;
import io.millrace.dsl.KGroupedStream;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.Produced;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.dsl.TimeWindows;
import io.millrace.record.Bytes;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import io.millrace.serialization.json.JsonSerde;
import io.millrace.state.KeyValueStore;
import io.millrace.topology.Topology;
import java.time.Duration;

public final class SalesTopology {

    public static final Serde<Sale> SALES = new JsonSerde<>(Sale.class);

    private SalesTopology() {}

    public static Topology build() {
        StreamsBuilder builder = new StreamsBuilder();
        KGroupedStream<String, Sale> byProduct = builder.stream("sales", Consumed.with(Serdes.String(), SALES))
                .filter((shop, sale) -> sale.cents() > 0)
                .groupBy((shop, sale) -> sale.product(), Grouped.with("by-product", Serdes.String(), SALES));

        byProduct
                .aggregate(
                        () -> 0L,
                        (product, sale, cents) -> cents + sale.cents(),
                        Materialized.<String, Long, KeyValueStore<Bytes, byte[]>>as("revenue")
                                .withKeySerde(Serdes.String())
                                .withValueSerde(Serdes.Long()))
                .toStream()
                .to("revenue-changes", Produced.with(Serdes.String(), Serdes.Long()));

        byProduct
                .windowedBy(TimeWindows.ofSizeAndGrace(Duration.ofMinutes(1), Duration.ofSeconds(10)))
                .count(Materialized.as("sales-per-minute"));
        return builder.build();
    }
}
