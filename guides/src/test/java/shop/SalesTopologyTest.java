package shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.serialization.LongDeserializer;
import io.millrace.serialization.StringDeserializer;
import io.millrace.serialization.StringSerializer;
import io.millrace.test.TestInputTopic;
import io.millrace.test.TestOutputTopic;
import io.millrace.test.TopologyTestDriver;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SalesTopologyTest {

    @Test
    void shouldAddUpRevenueByProductOverCrashes() {
        try (TopologyTestDriver driver = new TopologyTestDriver(SalesTopology.build()).partitions("sales", 4)) {
            TestInputTopic<String, Sale> sales =
                    driver.createInputTopic("sales", new StringSerializer(), SalesTopology.SALES.serializer());
            TestOutputTopic<String, Long> revenue =
                    driver.createOutputTopic("revenue-changes", new StringDeserializer(), new LongDeserializer());

            sales.pipeInput("london", new Sale("lamp", 1_000));
            driver.crashBeforeCommit();
            sales.pipeInput("paris", new Sale("lamp", 2_500));
            sales.pipeInput("paris", new Sale("chair", 0));

            assertThat(revenue.readKeyValuesToMap()).containsExactly(Map.entry("lamp", 3_500L));
        }
    }
}
