package io.millrace.guides.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dsl.Branched;
import io.millrace.dsl.Deduplicated;
import io.millrace.dsl.KStream;
import io.millrace.dsl.KTable;
import io.millrace.dsl.Named;
import io.millrace.dsl.Printed;
import io.millrace.dsl.Produced;
import io.millrace.dsl.Repartitioned;
import io.millrace.record.KeyValue;
import io.millrace.serialization.Serdes;
import io.millrace.serialization.StringDeserializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatelessTest extends OperatorExample {

    @Test
    void shouldFilter() {
        // region filter
        KStream<String, String> words = builder.stream("words");
        show(words.filter((user, word) -> word.length() > 2));

        send("words", "ada=a", "ada=loom");
        expect("ada=loom");
        // end
    }

    @Test
    void shouldFilterNot() {
        // region filterNot
        KStream<String, String> words = builder.stream("words");
        show(words.filterNot((user, word) -> word.length() > 2));

        send("words", "ada=a", "ada=loom");
        expect("ada=a");
        // end
    }

    @Test
    void shouldMap() {
        // region map
        KStream<String, String> words = builder.stream("words");
        show(words.map((user, word) -> KeyValue.pair(word, word.length())));

        send("words", "ada=loom");
        expect("loom=4");
        // end
    }

    @Test
    void shouldMapValues() {
        // region mapValues
        KStream<String, String> words = builder.stream("words");
        show(words.mapValues((user, word) -> user + " said " + word));

        send("words", "ada=loom");
        expect("ada=ada said loom");
        // end
    }

    @Test
    void shouldFlatMap() {
        // region flatMap
        KStream<String, String> words = builder.stream("words");
        show(words.flatMap((user, word) -> List.of(KeyValue.pair(word, user), KeyValue.pair(user, word))));

        send("words", "ada=loom");
        expect("loom=ada", "ada=loom");
        // end
    }

    @Test
    void shouldFlatMapValues() {
        // region flatMapValues
        KStream<String, String> lines = builder.stream("lines");
        show(lines.flatMapValues(line -> Arrays.asList(line.split(" "))));

        send("lines", "ada=to be@7");
        expect("ada=to@7", "ada=be@7");
        // end
    }

    @Test
    void shouldSelectKeys() {
        // region selectKey
        KStream<String, String> words = builder.stream("words");
        show(words.selectKey((user, word) -> word.substring(0, 1)));

        send("words", "ada=loom");
        expect("l=loom");
        // end
    }

    @Test
    void shouldMerge() {
        // region merge
        KStream<String, String> mobile = builder.stream("mobile");
        KStream<String, String> web = builder.stream("web");
        show(mobile.merge(web));

        send("mobile", "ada=tap");
        send("web", "ada=click");
        expect("ada=tap", "ada=click");
        // end
    }

    @Test
    void shouldSplit() {
        // region split
        KStream<String, String> orders = builder.stream("orders");
        Map<String, KStream<String, String>> branches = orders.split(Named.as("size-"))
                .branch((id, order) -> order.length() > 5, Branched.as("large"))
                .branch((id, order) -> order.isEmpty(), Branched.withConsumer(empty -> empty.to("empty-orders")))
                .defaultBranch(Branched.as("small"));
        show(branches.get("size-large"));
        show(branches.get("size-small").mapValues(order -> order.toUpperCase(Locale.ROOT)));

        send("orders", "1=two lamps", "2=lamp", "3=");
        expect("1=two lamps", "2=LAMP");
        // end
    }

    @Test
    void shouldSplitAndDropTheRest() {
        // region noDefaultBranch
        KStream<String, String> orders = builder.stream("orders");
        Map<String, KStream<String, String>> branches = orders.split(Named.as("size-"))
                .branch((id, order) -> order.length() > 5, Branched.as("large"))
                .noDefaultBranch();
        show(branches.get("size-large"));

        send("orders", "1=two lamps", "2=lamp");
        expect("1=two lamps");
        // end
    }

    @Test
    void shouldPeekAndEndInForeach() {
        // region peek
        List<String> seen = new ArrayList<>();
        List<String> done = new ArrayList<>();
        KStream<String, String> words = builder.stream("words");
        words.peek((user, word) -> seen.add(word)).foreach((user, word) -> done.add(user));

        send("words", "ada=loom");
        assertThat(seen).containsExactly("loom");
        assertThat(done).containsExactly("ada");
        // end
    }

    @Test
    void shouldPrint() {
        // region print
        KStream<String, String> words = builder.stream("words");
        words.print(Printed.<String, String>toSysOut().withLabel("words")); // [words]: ada, loom
        // end
        send("words", "ada=loom");
    }

    @Test
    void shouldRepartition() {
        // region repartition
        KStream<String, String> words = builder.stream("words");
        KStream<String, String> spread =
                words.repartition(Repartitioned.<String, String>as("by-user").withNumberOfPartitions(8));
        show(spread);

        send("words", "ada=loom");
        expect("ada=loom");
        // end
    }

    @Test
    void shouldWriteTopics() {
        // region to
        KStream<String, String> words = builder.stream("words");
        words.to("copies", Produced.with(Serdes.String(), Serdes.String()));
        words.to((user, word, context) -> "words-of-" + user);

        send("words", "ada=loom");
        var ofAda = driver().createOutputTopic("words-of-ada", new StringDeserializer(), new StringDeserializer());
        assertThat(ofAda.readKeyValue()).isEqualTo(KeyValue.pair("ada", "loom"));
        // end
    }

    @Test
    void shouldMakeTables() {
        // region toTable
        KStream<String, String> moves = builder.stream("moves");
        KTable<String, String> cities = moves.toTable();
        show(cities);

        send("moves", "ada=London", "ada=Paris", "ada=null");
        expect("ada=London", "ada=Paris", "ada=null");
        // end
    }

    @Test
    void shouldDeduplicateByKey() {
        // region deduplicate
        KStream<String, String> payments = builder.stream("payments");
        show(payments.deduplicate(Duration.ofMinutes(10)));

        send("payments", "pay-1=50@0", "pay-1=50@30", "pay-2=7@31", "pay-1=50@600");
        expect("pay-1=50@0", "pay-2=7@31", "pay-1=50@600");
        // end
    }

    @Test
    void shouldDeduplicateById() {
        // region deduplicateById
        KStream<String, String> payments = builder.stream("payments");
        show(payments.deduplicate(
                payment -> payment.split(":")[0],
                Deduplicated.<String>within(Duration.ofHours(1))
                        .withIdSerde(Serdes.String())
                        .withName("payments-once")));

        send("payments", "ada=pay-1:50", "ada=pay-1:50", "ada=pay-2:50");
        expect("ada=pay-1:50", "ada=pay-2:50");
        // end
    }
}
