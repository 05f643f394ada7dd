package shop;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.broker.EmbeddedProducer;
import io.millrace.config.StreamsConfig;
import io.millrace.interactive.QueryServer;
import io.millrace.record.ProducerRecord;
import io.millrace.runtime.StreamsRuntime;
import io.millrace.serialization.StringSerializer;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** Sells things, adds up, and answers at port 7070 until it is stopped. */
public final class SalesService {

    private SalesService() {}

    public static void main(String[] args) throws InterruptedException {
        Path data = Path.of(args.length == 0 ? "data" : args[0]);
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "sales");
        config.put(StreamsConfig.STATE_DIR_CONFIG, data.resolve("state").toString());

        EmbeddedBroker broker = EmbeddedBroker.open(data.resolve("broker"));
        if (broker.topics().describe("sales").isEmpty()) {
            broker.createTopic("sales", 4);
        }
        StreamsRuntime runtime = new StreamsRuntime(SalesTopology.build(), config, broker);
        QueryServer server = QueryServer.start(runtime);
        runtime.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.close();
            runtime.close();
            broker.close();
        }));
        System.out.println("Open " + server.uri());
        sell(broker);
    }

    /** One sale a second: the 1,000 cents of a lamp, then the 2,500 of a chair, and so on. */
    private static void sell(EmbeddedBroker broker) throws InterruptedException {
        List<Sale> goods = List.of(new Sale("lamp", 1_000), new Sale("chair", 2_500));
        EmbeddedProducer<String, Sale> producer =
                broker.producer(new StringSerializer(), SalesTopology.SALES.serializer());
        for (int i = 0; ; i++) {
            producer.send(new ProducerRecord<>("sales", i % 3 == 0 ? "london" : "paris", goods.get(i % goods.size())));
            producer.flush();
            Thread.sleep(1_000);
        }
    }
}
