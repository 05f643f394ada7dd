package io.millrace.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.dsl.Consumed;
import io.millrace.dsl.KTable;
import io.millrace.dsl.Produced;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.dsl.TableJoined;
import io.millrace.errors.StreamsException;
import io.millrace.processor.StreamPartitioner;
import io.millrace.serialization.Serdes;
import io.millrace.serialization.StringDeserializer;
import io.millrace.serialization.StringSerializer;
import io.millrace.topology.Topology;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ForeignKeyPartitionerTest {

    private static Topology joined(Set<Integer> chosen) {
        StreamPartitioner<String, Void> partitioner = (topic, key, value, count) -> Optional.of(chosen);
        StreamsBuilder builder = new StreamsBuilder();
        KTable<String, String> left = builder.table("left", Consumed.with(Serdes.String(), Serdes.String()));
        KTable<String, String> right = builder.table("right", Consumed.with(Serdes.String(), Serdes.String()));
        left.join(right, value -> value, (one, other) -> one + other, TableJoined.with(null, partitioner))
                .toStream()
                .to("out", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    private static TestInputTopic<String, String> topic(TopologyTestDriver driver, String name) {
        return driver.createInputTopic(name, new StringSerializer(), new StringSerializer());
    }

    @Test
    void shouldFailIfAPartitionerOfAForeignKeyJoinChoosesTwoPartitions() {
        try (TopologyTestDriver driver = new TopologyTestDriver(joined(Set.of(0, 1)))
                .partitions("left", 2)
                .partitions("right", 2)) {
            TestInputTopic<String, String> left = topic(driver, "left");

            assertThatThrownBy(() -> left.pipeInput("row", "f"))
                    .isInstanceOf(StreamsException.class)
                    .hasRootCauseInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldSendSubscriptionsToThePartitionThatThePartitionerOfTheOtherTableChooses() {
        try (TopologyTestDriver driver =
                new TopologyTestDriver(joined(Set.of(1))).partitions("left", 2).partitions("right", 2)) {
            topic(driver, "right").pipeInput(new TestRecord<>("f", "r"), 1);
            topic(driver, "left").pipeInput("row", "f");

            assertThat(driver.createOutputTopic("out", new StringDeserializer(), new StringDeserializer())
                            .readValuesToList())
                    .containsExactly("fr");
        }
    }
}
