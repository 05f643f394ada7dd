package io.millrace.runtime;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.config.StreamsConfig;
import io.millrace.dsl.StreamsBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;

/** An application that is closed by a shutdown hook, in a process of its own. Arguments: a directory, and whether its processor hangs. */
final class ShutdownHookProcess {

    private ShutdownHookProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        Path directory = Path.of(arguments[0]);
        boolean hangs = Boolean.parseBoolean(arguments[1]);
        CountDownLatch isAtWork = new CountDownLatch(1);
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in")
                .peek((key, value) -> {
                    isAtWork.countDown();
                    if (hangs) {
                        hang();
                    }
                })
                .to("out");
        EmbeddedBroker broker = EmbeddedBroker.open(directory.resolve("broker"));
        broker.createTopic("in", 1);
        broker.createTopic("out", 1);
        Properties config = Words.config(directory.resolve("state"));
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 3_600_000L);
        StreamsRuntime runtime = new StreamsRuntime(builder.build(), config, broker);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            System.out.println("closed=" + runtime.close(Duration.ofSeconds(hangs ? 1 : 30)));
            if (!hangs) {
                broker.close();
            }
        }));
        runtime.start();
        Words.send(broker, "in", "k", "v");
        isAtWork.await();
        System.exit(3);
    }

    /** Whatever is asked of the thread. */
    private static void hang() {
        while (true) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                // It goes on to hang: that is what it is for.
                continue;
            }
        }
    }
}
