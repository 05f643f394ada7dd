package io.millrace.runtime.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.config.StreamsConfig;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.Joined;
import io.millrace.dsl.KStream;
import io.millrace.dsl.Repartitioned;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.errors.MissingSourceTopicException;
import io.millrace.errors.TopologyException;
import io.millrace.log.TopicAdmin;
import io.millrace.processor.TaskId;
import io.millrace.record.TopicPartition;
import io.millrace.serialization.Serdes;
import io.millrace.topology.dag.ProcessorDag;
import java.lang.reflect.Proxy;
import java.util.Properties;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopicPlanTest {

    private final EmbeddedBroker broker = EmbeddedBroker.inMemory();
    private final StreamsBuilder builder = new StreamsBuilder();

    @AfterEach
    void closeBroker() {
        broker.close();
    }

    private KStream<String, String> stream(String topic) {
        return builder.stream(topic, Consumed.with(Serdes.String(), Serdes.String()));
    }

    private TopicPlan resolve() {
        return TopicPlan.resolve(dag(), "app", broker.topics());
    }

    private ProcessorDag dag() {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        return builder.build().compile(new StreamsConfig(config));
    }

    @Test
    void shouldGiveARepartitionTopicTheCountOfTheTopicThatItsWritersRead() {
        broker.createTopic("in", 3);
        stream("in").selectKey((k, v) -> v).groupByKey().count();

        TopicPlan plan = resolve();

        assertThat(plan.taskCount(0)).isEqualTo(3);
        assertThat(plan.taskCount(1)).isEqualTo(3);
        assertThat(plan.tasks()).containsKey(new TaskId(1, 2));
        assertThat(plan.tasks().get(new TaskId(0, 1))).containsExactly(new TopicPartition("in", 1));
    }

    @Test
    void shouldTakeTheCountThatTheUserSetForARepartitionTopic() {
        broker.createTopic("in", 3);
        stream("in")
                .repartition(Repartitioned.<String, String>as("wide").withNumberOfPartitions(7))
                .to("out");

        assertThat(resolve().partitionCount("app-wide-repartition")).isEqualTo(7);
    }

    @Test
    void shouldRaiseARepartitionTopicToTheCountOfTheTopicItIsJoinedWith() {
        broker.createTopic("in", 2);
        broker.createTopic("table", 5);
        var table = builder.table("table", Consumed.with(Serdes.String(), Serdes.String()));
        stream("in")
                .selectKey((k, v) -> v)
                .join(table, (a, b) -> a + b, Joined.with(Serdes.String(), Serdes.String(), Serdes.String()))
                .to("out");

        TopicPlan plan = resolve();

        assertThat(plan.taskCount(0)).as("tasks that join").isEqualTo(5);
        assertThat(plan.taskCount(1)).as("tasks that repartition").isEqualTo(2);
    }

    @Test
    void shouldRefuseToJoinTopicsOfDifferentCountsAndNameThem() {
        broker.createTopic("in", 2);
        broker.createTopic("table", 5);
        var table = builder.table("table", Consumed.with(Serdes.String(), Serdes.String()));
        stream("in")
                .join(table, (a, b) -> a + b, Joined.with(Serdes.String(), Serdes.String(), Serdes.String()))
                .to("out");

        assertThatThrownBy(this::resolve)
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("in=2")
                .hasMessageContaining("table=5");
    }

    @Test
    void shouldNameASourceTopicThatDoesNotExist() {
        stream("nowhere").to("out");

        assertThatThrownBy(this::resolve)
                .isInstanceOf(MissingSourceTopicException.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void shouldLeaveOutATopicThatIsDeletedBetweenTheListAndTheLook() {
        broker.createTopic("sensor-a", 1);
        broker.createTopic("sensor-b", 1);
        builder.stream(Pattern.compile("sensor-.*"), Consumed.with(Serdes.String(), Serdes.String()))
                .groupByKey()
                .count();
        TopicAdmin deletesAfterListing = (TopicAdmin) Proxy.newProxyInstance(
                TopicAdmin.class.getClassLoader(), new Class<?>[] {TopicAdmin.class}, (proxy, method, arguments) -> {
                    Object result = method.invoke(broker.topics(), arguments);
                    if (method.getName().equals("list")) {
                        broker.topics().delete("sensor-b");
                    }
                    return result;
                });

        TopicPlan plan = TopicPlan.resolve(dag(), "app", deletesAfterListing);

        assertThat(plan.tasks().get(new TaskId(0, 0))).containsExactly(new TopicPartition("sensor-a", 0));
        assertThat(plan.taskCount(0)).isEqualTo(1);
    }
}
