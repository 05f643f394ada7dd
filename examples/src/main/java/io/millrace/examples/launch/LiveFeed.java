package io.millrace.examples.launch;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.broker.EmbeddedProducer;
import io.millrace.log.LogException;
import io.millrace.record.ProducerRecord;
import io.millrace.serialization.ByteArraySerializer;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Feeds live events on a thread of its own until it is closed. What a full disk refuses is left out, as a user's system would give up too. */
final class LiveFeed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);
    private static final long MOMENT_MS = 100;

    private final EmbeddedBroker broker;
    private final LiveInput input;
    private final LiveClock clock;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;

    LiveFeed(String name, EmbeddedBroker broker, LiveInput input, LiveClock clock) {
        this.broker = broker;
        this.input = input;
        this.clock = clock;
        this.thread = new Thread(this::feed, name + "-live-feed");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void feed() {
        Random random = new Random();
        try (EmbeddedProducer<byte[], byte[]> producer =
                broker.producer(new ByteArraySerializer(), new ByteArraySerializer())) {
            do {
                try {
                    for (Event event : input.at(clock.nextMs(), random)) {
                        producer.send(new ProducerRecord<>(
                                event.topic(), null, event.timestampMs(), event.key(), event.value()));
                    }
                    producer.flush();
                } catch (LogException e) {
                    LOG.warn("Events of a moment were not fed: {}", Reasons.of(e));
                }
            } while (!stop.await(MOMENT_MS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            LOG.warn("The feed was interrupted; it ends");
        }
    }

    /** Ends the feed, and waits for it. */
    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
