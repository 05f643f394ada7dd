package io.millrace.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.log.UnknownTopicException;
import io.millrace.record.ConsumerRecord;
import io.millrace.record.ProducerRecord;
import io.millrace.record.RecordHeaders;
import io.millrace.record.TopicPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TypedClientsTest {

    private final EmbeddedBroker broker = EmbeddedBroker.inMemory();

    @AfterEach
    void close() {
        broker.close();
    }

    private static List<String> values(List<ConsumerRecord<String, String>> records) {
        return records.stream().map(ConsumerRecord::value).toList();
    }

    @Test
    void shouldReadBackARecordWithAllItsParts() {
        broker.createTopic("t", 3);
        RecordHeaders headers = new RecordHeaders();
        headers.add("h", new byte[] {1});
        try (EmbeddedProducer<String, String> producer = broker.producer(Texts.OUT, Texts.OUT);
                EmbeddedConsumer<String, String> consumer = broker.consumer(Texts.IN, Texts.IN)) {
            int partition = producer.send(new ProducerRecord<String, String>("t", null, 77L, "key", "value", headers));
            producer.send(new ProducerRecord<String, String>("t", partition, 78L, null, null, null));
            producer.flush();
            consumer.assign(List.of(new TopicPartition("t", partition)));

            List<ConsumerRecord<String, String>> records = consumer.poll(Duration.ZERO);

            assertThat(records).hasSize(2);
            assertThat(records.get(0).key()).isEqualTo("key");
            assertThat(records.get(0).value()).isEqualTo("value");
            assertThat(records.get(0).timestamp()).isEqualTo(77);
            assertThat(records.get(0).headers()).isEqualTo(headers);
            assertThat(records.get(1).key()).isNull();
            assertThat(records.get(1).value()).isNull();
            assertThat(records.get(1).offset()).isEqualTo(1);
        }
    }

    @Test
    void shouldPutEqualKeysTogetherAndSpreadRecordsWithoutKey() {
        broker.createTopic("t", 4);
        try (EmbeddedProducer<String, String> producer = broker.producer(Texts.OUT, Texts.OUT)) {
            Set<Integer> sameKey = new HashSet<>();
            Set<Integer> noKey = new HashSet<>();
            for (int i = 0; i < 200; i++) {
                sameKey.add(producer.send(new ProducerRecord<>("t", "k", "x".repeat(100))));
                noKey.add(producer.send(new ProducerRecord<>("t", "x".repeat(100))));
            }

            assertThat(sameKey).hasSize(1);
            assertThat(noKey).hasSize(4);
        }
    }

    @Test
    void shouldNameAMissingTopic() {
        try (EmbeddedProducer<String, String> producer = broker.producer(Texts.OUT, Texts.OUT);
                EmbeddedConsumer<String, String> consumer = broker.consumer(Texts.IN, Texts.IN, "g")) {
            assertThatThrownBy(() -> producer.send(new ProducerRecord<>("nope", "v")))
                    .isInstanceOf(UnknownTopicException.class)
                    .hasMessageContaining("'nope'");
            assertThatThrownBy(() -> consumer.subscribe(List.of("nope"))).isInstanceOf(UnknownTopicException.class);
        }
    }

    @Test
    void shouldReadOnFromTheCommittedOffset() {
        broker.createTopic("t", 1);
        try (EmbeddedProducer<String, String> producer = broker.producer(Texts.OUT, Texts.OUT)) {
            producer.send(new ProducerRecord<>("t", "1"));
            producer.flush();
            try (EmbeddedConsumer<String, String> consumer = broker.consumer(Texts.IN, Texts.IN, "g")) {
                consumer.subscribe(List.of("t"));
                assertThat(values(consumer.poll(Duration.ZERO))).containsExactly("1");
                consumer.commit();
            }
            producer.send(new ProducerRecord<>("t", "2"));
            producer.flush();
        }
        try (EmbeddedConsumer<String, String> consumer = broker.consumer(Texts.IN, Texts.IN, "g")) {
            consumer.subscribe(List.of("t"));

            assertThat(values(consumer.poll(Duration.ZERO))).containsExactly("2");
        }
    }

    @Test
    void shouldMoveRecordsExactlyOnceFromTopicToTopic() {
        broker.createTopic("in", 1);
        broker.createTopic("out", 1);
        try (EmbeddedProducer<String, String> source = broker.producer(Texts.OUT, Texts.OUT)) {
            source.send(new ProducerRecord<>("in", "1"));
            source.send(new ProducerRecord<>("in", "2"));
        }
        for (boolean fails : new boolean[] {true, false, false}) {
            try (EmbeddedConsumer<String, String> consumer = broker.consumer(Texts.IN, Texts.IN, "g");
                    EmbeddedProducer<String, String> producer = broker.producer(Texts.OUT, Texts.OUT, "mover")) {
                consumer.subscribe(List.of("in"));
                producer.beginTransaction();
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ZERO)) {
                    producer.send(new ProducerRecord<>("out", record.value() + "!"));
                }
                producer.sendOffsets(consumer.positions(), consumer.membership());
                if (fails) {
                    producer.flush();
                    producer.abortTransaction();
                } else {
                    producer.commitTransaction();
                }
            }
        }
        try (EmbeddedConsumer<String, String> reader = broker.consumer(Texts.IN, Texts.IN)) {
            reader.assign(List.of(new TopicPartition("out", 0)));
            assertThat(values(reader.poll(Duration.ZERO))).containsExactly("1!", "2!");
        }
    }

    @Test
    void shouldWakeAWaitingReaderWhenACommitIsPublished() throws Exception {
        broker.createTopic("t", 1);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (EmbeddedProducer<String, String> producer = broker.producer(Texts.OUT, Texts.OUT, "p");
                EmbeddedConsumer<String, String> consumer = broker.consumer(Texts.IN, Texts.IN)) {
            consumer.assign(List.of(new TopicPartition("t", 0)));
            Future<List<String>> read = thread.submit(() -> {
                List<String> values = new ArrayList<>();
                while (values.isEmpty()) {
                    values.addAll(values(consumer.poll(Duration.ofMinutes(1))));
                }
                return values;
            });
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("t", "1"));
            producer.commitTransaction();

            assertThat(read.get(20, TimeUnit.SECONDS)).containsExactly("1");
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void shouldReturnFromAWaitAtAWakeup() throws Exception {
        broker.createTopic("t", 1);
        try (EmbeddedConsumer<String, String> consumer = broker.consumer(Texts.IN, Texts.IN)) {
            consumer.assign(List.of(new TopicPartition("t", 0)));
            consumer.wakeup();
            assertThat(consumer.poll(Duration.ofMinutes(10))).isEmpty();
            ExecutorService thread = Executors.newSingleThreadExecutor();
            Future<List<ConsumerRecord<String, String>>> read =
                    thread.submit(() -> consumer.poll(Duration.ofMinutes(10)));
            consumer.wakeup();
            assertThat(read.get(20, TimeUnit.SECONDS)).isEmpty();
            thread.shutdownNow();
        }
    }

    /** Three members on three threads that come and go while a fourth thread writes: every record is read by somebody. */
    @Test
    void shouldReadEverythingWithSeveralMembersOnSeveralThreads() throws Exception {
        broker.createTopic("t", 6);
        int count = 3_000;
        Set<String> seen = ConcurrentHashMap.newKeySet();
        Map<String, Integer> reads = Collections.synchronizedMap(new TreeMap<>());
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            boolean leavesEarly = i == 2;
            running.add(threads.submit(() -> readUntilStopped(stop, leavesEarly, seen, reads)));
        }
        try (EmbeddedProducer<String, String> producer = broker.producer(Texts.OUT, Texts.OUT, "p")) {
            for (int i = 0; i < count; i += 10) {
                producer.beginTransaction();
                for (int j = i; j < i + 10; j++) {
                    producer.send(new ProducerRecord<>("t", "k" + j, "v" + j));
                }
                producer.commitTransaction();
            }
        }
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> seen.size() == count);
        stop.set(true);
        for (Future<?> future : running) {
            future.get(20, TimeUnit.SECONDS);
        }
        threads.shutdown();

        assertThat(reads).hasSize(count);
    }

    private void readUntilStopped(
            AtomicBoolean stop, boolean leavesEarly, Set<String> seen, Map<String, Integer> reads) {
        try (EmbeddedConsumer<String, String> consumer = broker.consumer(Texts.IN, Texts.IN, "g")) {
            consumer.subscribe(List.of("t"));
            int polls = 0;
            while (!stop.get() && !(leavesEarly && polls > 20)) {
                List<ConsumerRecord<String, String>> records = consumer.poll(Duration.ofMillis(20));
                records.forEach(record -> {
                    seen.add(record.value());
                    reads.merge(record.value(), 1, Integer::sum);
                });
                if (!records.isEmpty()) {
                    consumer.commit();
                    polls++;
                }
            }
        }
    }
}
