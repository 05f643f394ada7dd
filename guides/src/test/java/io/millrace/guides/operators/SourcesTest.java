package io.millrace.guides.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dsl.Consumed;
import io.millrace.dsl.GlobalKTable;
import io.millrace.dsl.KStream;
import io.millrace.dsl.KTable;
import io.millrace.dsl.Materialized;
import io.millrace.processor.ContextualProcessor;
import io.millrace.processor.Record;
import io.millrace.serialization.Serdes;
import io.millrace.state.KeyValueStore;
import io.millrace.stores.Stores;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourcesTest extends OperatorExample {

    @Test
    void shouldReadStreams() {
        // region stream
        KStream<String, String> words = builder.stream(
                List.of("words", "more-words"),
                Consumed.with(Serdes.String(), Serdes.String())
                        .withTimestampExtractor((record, partitionTime) -> record.timestamp() + 60_000));
        show(words);

        send("words", "ada=loom");
        send("more-words", "bob=mill@1");
        expect("ada=loom@60", "bob=mill@61");
        // end
    }

    @Test
    void shouldReadTables() {
        // region table
        KTable<String, String> cities = builder.table("cities", Materialized.as("cities-store"));
        show(cities);

        send("cities", "ada=London", "null=Paris", "ada=null");
        expect("ada=London", "ada=null");
        // end
    }

    @Test
    void shouldReadGlobalTables() {
        // region globalTable
        GlobalKTable<String, String> products = builder.globalTable("products", Materialized.as("products-store"));
        assertThat(products.queryableStoreName()).isEqualTo("products-store");

        send("products", "p1=lamp");
        KeyValueStore<String, String> store = driver().getKeyValueStore("products-store");
        assertThat(store.get("p1")).isEqualTo("lamp");
        // end
    }

    // region globalProcessor
    /** Fills a global store by hand. */
    static final class Fill extends ContextualProcessor<String, String, Void, Void> {

        @Override
        public void process(Record<String, String> record) {
            KeyValueStore<String, String> products = context().getStateStore("products-by-hand");
            products.put(record.key(), record.value());
        }
    }
    // end

    @Test
    void shouldFillGlobalStores() {
        // region addGlobalStore
        builder.addGlobalStore(
                Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore("products-by-hand"), Serdes.String(), Serdes.String())
                        .withLoggingDisabled(),
                "products",
                Consumed.with(Serdes.String(), Serdes.String()),
                Fill::new);

        send("products", "p1=lamp");
        KeyValueStore<String, String> store = driver().getKeyValueStore("products-by-hand");
        assertThat(store.get("p1")).isEqualTo("lamp");
        // end
    }
}
