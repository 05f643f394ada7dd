package io.millrace.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.StreamsConfig;
import io.millrace.config.TopologyConfig;
import io.millrace.dsl.JoinWindows;
import io.millrace.dsl.KStream;
import io.millrace.dsl.KTable;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.StreamJoined;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.processor.FixedKeyProcessorSupplier;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.ProcessorWrapper;
import io.millrace.processor.WrappedFixedKeyProcessorSupplier;
import io.millrace.processor.WrappedProcessorSupplier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WrappedProcessorsTest {

    @Test
    void shouldWrapProcessorsOfTheDsl() {
        Recording.NAMES.clear();
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(Map.of(
                StreamsConfig.APPLICATION_ID_CONFIG,
                "app",
                StreamsConfig.PROCESSOR_WRAPPER_CLASS_CONFIG,
                Recording.class))));
        builder.<String, String>stream("in").filter((k, v) -> true).groupByKey().count();

        builder.build();

        assertThat(Recording.NAMES).containsExactly("KSTREAM-FILTER-0000000001", "KSTREAM-AGGREGATE-0000000003");
    }

    @Test
    void shouldShowAWrapperTheStoresOfOperators() {
        Recording.STORES.clear();
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(Map.of(
                StreamsConfig.APPLICATION_ID_CONFIG,
                "app",
                StreamsConfig.PROCESSOR_WRAPPER_CLASS_CONFIG,
                Recording.class))));
        KTable<String, String> table = builder.table("table", Materialized.as("table-store"));
        KStream<String, String> stream = builder.stream("in");
        stream.join(table, (value, other) -> value + other).groupByKey().count(Materialized.as("counts"));
        stream.outerJoin(
                builder.<String, String>stream("other"),
                (value, other) -> value + other,
                JoinWindows.ofTimeDifferenceWithNoGrace(Duration.ofSeconds(1)),
                StreamJoined.as("joined"));

        builder.build();

        assertThat(Recording.STORES)
                .containsExactlyInAnyOrder(
                        "table-store",
                        "counts",
                        "joined-outer-this-join-store",
                        "joined-outer-other-join-store",
                        "joined-outer-shared-join-store");
    }

    /** Notes what it is asked to wrap. */
    public static final class Recording implements ProcessorWrapper {

        private static final List<String> NAMES = new ArrayList<>();
        private static final Set<String> STORES = new HashSet<>();

        @Override
        public <KIn, VIn, KOut, VOut> WrappedProcessorSupplier<KIn, VIn, KOut, VOut> wrapProcessorSupplier(
                String processorName, ProcessorSupplier<KIn, VIn, KOut, VOut> processorSupplier) {
            NAMES.add(processorName);
            if (processorSupplier.stores() != null) {
                processorSupplier.stores().forEach(store -> STORES.add(store.name()));
            }
            return ProcessorWrapper.asWrapped(processorSupplier);
        }

        @Override
        public <KIn, VIn, VOut> WrappedFixedKeyProcessorSupplier<KIn, VIn, VOut> wrapFixedKeyProcessorSupplier(
                String processorName, FixedKeyProcessorSupplier<KIn, VIn, VOut> processorSupplier) {
            NAMES.add(processorName);
            return ProcessorWrapper.asWrappedFixedKey(processorSupplier);
        }
    }
}
