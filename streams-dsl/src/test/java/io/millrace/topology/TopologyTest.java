package io.millrace.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.TopologyException;
import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.RecordContext;
import io.millrace.processor.TopicNameExtractor;
import io.millrace.serialization.Serdes;
import io.millrace.state.KeyValueStore;
import io.millrace.state.StoreBuilder;
import io.millrace.stores.Stores;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TopologyTest {

    private final Topology topology = new Topology();

    /** The expected text was printed by Kafka Streams 4.3.1 for the same calls. */
    @Test
    void shouldDescribeHandMadeTopologyAsKafkaStreamsDoes() {
        topology.addSource("source", "in")
                .addSource("pattern", Pattern.compile("p.*"))
                .addProcessor("one", TopologyTest::noop, "source")
                .addProcessor("two", TopologyTest::noop, "source", "pattern")
                .addStateStore(store("store"), "one")
                .addSink("sink", "out", "one", "two")
                .addSink("dynamic", new ByKey(), "two")
                .addSource("alone", "other")
                .addSink("alone-sink", "other-out", "alone");
        topology.addGlobalStore(
                store("global"), "g-source", null, null, "g-topic", "g-processor", TopologyTest::nothing);

        String described = topology.describe().toString();

        assertThat(described).isEqualTo("""
                        Topologies:
                           Sub-topology: 0
                            Source: source (topics: [in])
                              --> two, one
                            Source: pattern (topics: p.*)
                              --> two
                            Processor: two (stores: [])
                              --> dynamic, sink
                              <-- source, pattern
                            Processor: one (stores: [store])
                              --> sink
                              <-- source
                            Sink: dynamic (extractor class: by key)
                              <-- two
                            Sink: sink (topic: out)
                              <-- one, two

                          Sub-topology: 1
                            Source: alone (topics: [other])
                              --> alone-sink
                            Sink: alone-sink (topic: other-out)
                              <-- alone

                          Sub-topology: 2 for global store (will not generate tasks)
                            Source: g-source (topics: [g-topic])
                              --> g-processor
                            Processor: g-processor (stores: [global])
                              --> none
                              <-- g-source
                        """);
    }

    @Test
    void shouldCompareDescriptionsByContents() {
        Topology same = new Topology().addSource("s", "in").addSink("k", "out", "s");
        Topology other = new Topology().addSource("s", "in").addSink("k", "elsewhere", "s");
        topology.addSource("s", "in").addSink("k", "out", "s");

        assertThat(topology.describe()).isEqualTo(same.describe()).hasSameHashCodeAs(same.describe());
        assertThat(topology.describe()).isNotEqualTo(other.describe());
    }

    @Test
    void shouldRejectUnknownParentNamingBoth() {
        assertThatThrownBy(() -> topology.addSink("sink", "out", "nowhere"))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("nowhere")
                .hasMessageContaining("'sink'");
    }

    @Test
    void shouldRejectNodeThatIsItsOwnParentOrBelowSink() {
        topology.addSource("source", "in").addSink("sink", "out", "source");

        assertThatThrownBy(() -> topology.addProcessor("self", TopologyTest::noop, "self"))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("its own parent");
        assertThatThrownBy(() -> topology.addProcessor("below", TopologyTest::noop, "sink"))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("'sink' is a sink");
        assertThatThrownBy(() -> topology.addProcessor("orphan", TopologyTest::noop))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("'orphan'");
    }

    @Test
    void shouldRejectNameThatIsTaken() {
        topology.addSource("name", "in");

        assertThatThrownBy(() -> topology.addSource("name", "other"))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("There is a node 'name' already");
    }

    @Test
    void shouldRejectTopicThatHasASource() {
        topology.addSource("first", "in").addSource("by-pattern", Pattern.compile("p.*"));

        assertThatThrownBy(() -> topology.addSource("second", "in"))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("Topic 'in'")
                .hasMessageContaining("'first'")
                .hasMessageContaining("'second'");
        assertThatThrownBy(() -> topology.addSource("third", "pqr"))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("'by-pattern'");
        assertThatThrownBy(() -> topology.addSource("fourth", Pattern.compile("i.")))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("'in'");
    }

    @Test
    void shouldRejectUnknownStoreSayingWhatToDo() {
        topology.addSource("source", "in").addProcessor("one", TopologyTest::noop, "source");

        assertThatThrownBy(() -> topology.connectProcessorAndStateStores("one", "missing"))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("missing")
                .hasMessageContaining("addStateStore");
        assertThatThrownBy(() -> topology.addStateStore(store("s"), "unknown"))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("unknown");
    }

    @Test
    void shouldRejectAnotherStoreOfTheSameName() {
        topology.addStateStore(store("s"));

        assertThatThrownBy(() -> topology.addStateStore(
                        Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore("s"), Serdes.Long(), Serdes.Long())))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("s");
    }

    @Test
    void shouldRejectConnectionToGlobalStore() {
        topology.addGlobalStore(store("g"), "gs", null, null, "gt", "gp", TopologyTest::nothing);
        topology.addSource("source", "in").addProcessor("one", TopologyTest::noop, "source");

        assertThatThrownBy(() -> topology.connectProcessorAndStateStores("one", "g"))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("Global store 'g'");
    }

    @Test
    void shouldRejectSupplierThatReturnsOneObjectTwice() {
        Processor<Object, Object, Object, Object> shared = record -> {};
        ProcessorSupplier<Object, Object, Object, Object> supplier = () -> shared;
        topology.addSource("source", "in");

        assertThatThrownBy(() -> topology.addProcessor("one", supplier, "source"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'one'");
    }

    @Test
    void shouldRejectNegativeOffsetReset() {
        assertThatThrownBy(() -> AutoOffsetReset.byDuration(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(AutoOffsetReset.byDuration(Duration.ofDays(1)))
                .isEqualTo(AutoOffsetReset.byDuration(Duration.ofHours(24)));
        assertThat(AutoOffsetReset.earliest()).isNotEqualTo(AutoOffsetReset.latest());
    }

    private static Processor<Object, Object, Object, Object> noop() {
        Object unlikeAnyOther = new Object();
        return record -> unlikeAnyOther.hashCode();
    }

    private static Processor<Object, Object, Void, Void> nothing() {
        Object unlikeAnyOther = new Object();
        return record -> unlikeAnyOther.hashCode();
    }

    private static StoreBuilder<KeyValueStore<String, String>> store(String name) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.String());
    }

    private static final class ByKey implements TopicNameExtractor<Object, Object> {

        @Override
        public String extract(Object key, Object value, RecordContext recordContext) {
            return key.toString();
        }

        @Override
        public String toString() {
            return "by key";
        }
    }
}
