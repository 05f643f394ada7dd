package io.millrace.guides.operators;

import io.millrace.dsl.KStream;
import io.millrace.dsl.KTable;
import io.millrace.dsl.ValueTransformerContext;
import io.millrace.dsl.ValueTransformerWithKey;
import io.millrace.processor.ContextualFixedKeyProcessor;
import io.millrace.processor.ContextualProcessor;
import io.millrace.processor.FixedKeyRecord;
import io.millrace.processor.Record;
import io.millrace.serialization.Serdes;
import io.millrace.state.KeyValueStore;
import io.millrace.stores.Stores;
import org.junit.jupiter.api.Test;

class ProcessorsTest extends OperatorExample {

    // region processor
    /** Tells how many records of its key came before. */
    static final class Numbering extends ContextualProcessor<String, String, String, String> {

        @Override
        public void process(Record<String, String> record) {
            KeyValueStore<String, Long> numbers = context().getStateStore("numbers");
            Long before = numbers.get(record.key());
            long number = before == null ? 1 : before + 1;
            numbers.put(record.key(), number);
            context().forward(record.withValue(number + ". " + record.value()));
        }
    }
    // end

    @Test
    void shouldProcess() {
        // region process
        builder.addStateStore(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore("numbers"), Serdes.String(), Serdes.Long()));
        KStream<String, String> words = builder.stream("words");
        show(words.process(Numbering::new, "numbers"));

        send("words", "ada=to", "bob=or", "ada=be");
        expect("ada=1. to", "bob=1. or", "ada=2. be");
        // end
    }

    // region fixedKeyProcessor
    /** Shows the time of each record. */
    static final class Stamping extends ContextualFixedKeyProcessor<String, String, String> {

        @Override
        public void process(FixedKeyRecord<String, String> record) {
            context().forward(record.withValue(record.value() + " at " + record.timestamp()));
        }
    }
    // end

    @Test
    void shouldProcessValues() {
        // region processValues
        KStream<String, String> words = builder.stream("words");
        show(words.processValues(Stamping::new));

        send("words", "ada=loom@5");
        expect("ada=loom at 5000");
        // end
    }

    // region valueTransformer
    static final class Greeting implements ValueTransformerWithKey<String, String, String> {

        @Override
        public void init(ValueTransformerContext context) {}

        @Override
        public String transform(String user, String city) {
            return city == null ? null : user + " of " + city;
        }

        @Override
        public void close() {}
    }
    // end

    @Test
    void shouldTransformValues() {
        // region transformValues
        KTable<String, String> cities = builder.table("cities");
        show(cities.transformValues(Greeting::new));

        send("cities", "ada=London", "ada=null");
        expect("ada=ada of London", "ada=null");
        // end
    }
}
