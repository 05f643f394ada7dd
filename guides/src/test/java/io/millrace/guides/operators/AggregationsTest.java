package io.millrace.guides.operators;

import io.millrace.dsl.Aggregators;
import io.millrace.dsl.Grouped;
import io.millrace.dsl.KGroupedStream;
import io.millrace.dsl.KStream;
import io.millrace.dsl.KTable;
import io.millrace.dsl.Materialized;
import io.millrace.serialization.Serdes;
import org.junit.jupiter.api.Test;

class AggregationsTest extends OperatorExample {

    @Test
    void shouldGroup() {
        // region groupBy
        KStream<String, String> words = builder.stream("words");
        KGroupedStream<String, String> byUser = words.groupByKey();
        KGroupedStream<String, String> byWord =
                words.groupBy((user, word) -> word, Grouped.with(Serdes.String(), Serdes.String()));
        show(byUser.count());
        show(byWord.count());

        send("words", "ada=loom", "bob=loom");
        expect("ada=1", "loom=1", "bob=1", "loom=2");
        // end
    }

    @Test
    void shouldCount() {
        // region count
        KStream<String, String> words = builder.stream("words");
        KTable<String, Long> counts = words.groupByKey().count(Materialized.as("counts"));
        show(counts);

        send("words", "ada=to", "ada=be", "null=x", "ada=null");
        expect("ada=1", "ada=2");
        // end
    }

    @Test
    void shouldReduce() {
        // region reduce
        KStream<String, String> words = builder.stream("words");
        show(words.groupByKey().reduce((longest, word) -> word.length() > longest.length() ? word : longest));

        send("words", "ada=loom", "ada=mill", "ada=spindle");
        expect("ada=loom", "ada=loom", "ada=spindle");
        // end
    }

    @Test
    void shouldAggregate() {
        // region aggregate
        KStream<String, String> words = builder.stream("words");
        show(words.groupByKey()
                .aggregate(
                        () -> 0,
                        (user, word, letters) -> letters + word.length(),
                        Materialized.with(Serdes.String(), Serdes.Integer())));

        send("words", "ada=loom", "ada=mill");
        expect("ada=4", "ada=8");
        // end
    }

    @Test
    void shouldAggregateWithWhatIsReady() {
        // region aggregators
        KStream<String, String> readings = builder.stream("readings");
        show(readings.groupByKey().aggregate(Aggregators.average(Double::parseDouble)));

        send("readings", "cellar=12", "cellar=13");
        expect("cellar=12.0", "cellar=12.5");
        // end
    }

    @Test
    void shouldCogroup() {
        // region cogroup
        KStream<String, String> orders = builder.stream("orders");
        KStream<String, String> returns = builder.stream("returns");
        show(orders.groupByKey()
                .<Integer>cogroup((user, order, balance) -> balance + Integer.parseInt(order))
                .cogroup(returns.groupByKey(), (user, back, balance) -> balance - Integer.parseInt(back))
                .aggregate(() -> 0, Materialized.with(Serdes.String(), Serdes.Integer())));

        send("orders", "ada=50");
        send("returns", "ada=20");
        expect("ada=50", "ada=30");
        // end
    }
}
