package io.millrace.guides;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.broker.EmbeddedProducer;
import io.millrace.config.StreamsConfig;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.errors.InvalidStateStoreException;
import io.millrace.query.KeyQuery;
import io.millrace.query.Position;
import io.millrace.query.PositionBound;
import io.millrace.query.StateQueryRequest;
import io.millrace.query.StateQueryResult;
import io.millrace.record.ProducerRecord;
import io.millrace.runtime.KeyQueryMetadata;
import io.millrace.runtime.QueryableStoreTypes;
import io.millrace.runtime.StoreChange;
import io.millrace.runtime.StoreQueryParameters;
import io.millrace.runtime.StoreSubscription;
import io.millrace.runtime.StoreSubscriptionRequest;
import io.millrace.runtime.StreamsRuntime;
import io.millrace.serialization.Serdes;
import io.millrace.serialization.StringSerializer;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.ReadOnlyKeyValueStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The programs of {@code interactive-queries.md}. */
class QueriesTest {

    @TempDir
    Path directory;

    private final EmbeddedBroker broker = EmbeddedBroker.inMemory();
    private StreamsRuntime runtime;

    @BeforeEach
    void start() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("words", Consumed.with(Serdes.String(), Serdes.String()))
                .groupByKey()
                .count(Materialized.as("counts"));
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "queries");
        config.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        config.put(StreamsConfig.APPLICATION_SERVER_CONFIG, "localhost:7070");
        broker.createTopic("words", 1);
        runtime = new StreamsRuntime(builder.build(), config, broker);
        runtime.start();
        try (EmbeddedProducer<String, String> producer =
                broker.producer(new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("words", "word", ""));
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> runtime.state() == StreamsRuntime.State.RUNNING);
        StoreQueryParameters<ReadOnlyKeyValueStore<String, Long>> store =
                StoreQueryParameters.fromNameAndType("counts", QueryableStoreTypes.keyValueStore());
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> runtime.store(store).get("word") != null);
    }

    @AfterEach
    void stop() {
        runtime.close();
        broker.close();
    }

    @Test
    void shouldReadAStore() {
        // region store
        ReadOnlyKeyValueStore<String, Long> counts =
                runtime.store(StoreQueryParameters.fromNameAndType("counts", QueryableStoreTypes.keyValueStore()));

        Long ofWord = counts.get("word");
        try (KeyValueIterator<String, Long> all = counts.all()) {
            all.forEachRemaining(row -> System.out.println(row.key + " " + row.value));
        }
        // end
        assertThat(ofWord).isEqualTo(1L);
    }

    @Test
    void shouldQueryWithAPosition() {
        Position seenEarlier = Position.emptyPosition();
        // region query
        StateQueryResult<Long> result = runtime.query(StateQueryRequest.inStore("counts")
                .withQuery(KeyQuery.<String, Long>withKey("word"))
                .withPositionBound(PositionBound.at(seenEarlier)));
        result.getPartitionResults().forEach((partition, answer) -> {
            if (answer.isSuccess()) {
                System.out.println(answer.getResult() + " as of " + answer.getPosition());
            } else {
                System.out.println(answer.getFailureReason() + ": " + answer.getFailureMessage());
            }
        });
        // end
        assertThat(result.getOnlyPartitionResult().getResult()).isEqualTo(1L);
    }

    @Test
    void shouldTellWhereAKeyIs() {
        // region where
        KeyQueryMetadata where = runtime.queryMetadataForKey("counts", "word", new StringSerializer());
        System.out.println("ask " + where.activeHost());

        runtime.streamsMetadataForStore("counts"); // who has a part of the store
        runtime.metadataForAllStreamsClients(); // everybody
        runtime.allLocalStorePartitionLags(); // how far local stores are behind while they are restored
        runtime.metadataForLocalThreads(); // threads and tasks
        // end
        assertThat(where.activeHost().port()).isEqualTo(7070);
        assertThat(runtime.streamsMetadataForStore("counts")).hasSize(1);
    }

    @Test
    @Timeout(60)
    void shouldSubscribe() {
        Map<String, Long> copy = new HashMap<>();
        // region subscribe
        try (StoreSubscription<String, Long> changes = runtime.subscribe(
                StoreSubscriptionRequest.<String, Long>ofAll("counts").withCurrentRows())) {
            while (copy.isEmpty()) { // or as long as the program runs
                for (StoreChange<String, Long> change : changes.poll(Duration.ofSeconds(1))) {
                    copy.put(change.key(), change.value()); // a null value: deleted
                }
            }
        } catch (InvalidStateStoreException e) {
            System.out.println("It has ended: subscribe anew, with the current rows. " + e.getMessage());
        }
        // end
        assertThat(copy).containsEntry("word", 1L);
    }

    @Test
    void shouldReadWhatIsNotCommitted() {
        // region uncommitted
        ReadOnlyKeyValueStore<String, Long> now = runtime.store(
                StoreQueryParameters.fromNameAndType("counts", QueryableStoreTypes.<String, Long>keyValueStore())
                        .withUncommitted(Duration.ofSeconds(1)));
        // end
        assertThat(now.get("word")).isEqualTo(1L);
    }

    @Test
    void shouldDescribe() {
        // region describe
        runtime.storeDescriptions(); // all stores of the topology: kind, serdes, topics, retention, partitions
        runtime.describe(); // the topology
        runtime.storeRestoreProgress(); // how far the restores are that are under way here
        // end
        assertThat(runtime.storeDescriptions()).hasSize(1);
    }
}
