package io.millrace.simulation.process;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.config.StreamsConfig;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.record.ProducerRecord;
import io.millrace.runtime.StreamsRuntime;
import io.millrace.serialization.Serdes;
import io.millrace.state.KeyValueStore;
import io.millrace.stores.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;

/** The process of {@link LogLinesTest}: its processor leaves an iterator open, and hangs while the application closes. Its argument is a directory. */
final class LogLinesProcess {

    private static final CountDownLatch IS_HANGING = new CountDownLatch(1);
    private static final CountDownLatch LET_GO = new CountDownLatch(1);

    private LogLinesProcess() {}

    private static final class Careless implements Processor<String, String, Void, Void> {

        private KeyValueStore<String, String> rows;

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            rows = context.getStateStore("rows");
        }

        @Override
        public void process(Record<String, String> record) {
            rows.put(record.key(), record.value());
            rows.all();
            hangsHere();
        }

        private static void hangsHere() {
            IS_HANGING.countDown();
            try {
                LET_GO.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    public static void main(String[] arguments) throws InterruptedException {
        StreamsBuilder builder = new StreamsBuilder();
        builder.addStateStore(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore("rows"), Serdes.String(), Serdes.String()));
        builder.<String, String>stream("in").process(Careless::new, "rows");
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        config.put(StreamsConfig.STATE_DIR_CONFIG, Path.of(arguments[0]).toString());
        config.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        try (EmbeddedBroker broker = EmbeddedBroker.inMemory();
                var producer = broker.producer(
                        Serdes.String().serializer(), Serdes.String().serializer())) {
            broker.createTopic("in", 1);
            StreamsRuntime runtime = new StreamsRuntime(builder.build(), config, broker);
            runtime.start();
            producer.send(new ProducerRecord<>("in", "k", "v"));
            producer.flush();
            IS_HANGING.await();
            System.out.println("first close: " + runtime.close(Duration.ofMillis(200)));
            LET_GO.countDown();
            System.out.println("second close: " + runtime.close(Duration.ofSeconds(20)));
        }
    }
}
