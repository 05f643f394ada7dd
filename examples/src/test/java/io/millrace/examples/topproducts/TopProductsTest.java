package io.millrace.examples.topproducts;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.serialization.StringDeserializer;
import io.millrace.serialization.StringSerializer;
import io.millrace.serialization.json.JsonSerializer;
import io.millrace.test.TestInputTopic;
import io.millrace.test.TestOutputTopic;
import io.millrace.test.TopologyTestDriver;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopProductsTest {

    private final TopologyTestDriver driver = new TopologyTestDriver(TopProducts.topology());
    private final TestInputTopic<String, Sale> sales =
            driver.createInputTopic(TopProducts.SALES, new StringSerializer(), new JsonSerializer<>());
    private final TestOutputTopic<String, Ranking> top = driver.createOutputTopic(
            TopProducts.TOP, new StringDeserializer(), TopProducts.rankings().deserializer());
    private final Map<String, Ranking> latest = new HashMap<>();

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldRankTheFiveBestSellingProducts() {
        for (String product : List.of("apples", "bread", "cheese", "eggs", "milk", "tea")) {
            sold(product, product.length(), "2026-03-02T09:00:00Z");
        }
        sold("tea", 4, "2026-03-02T10:00:00Z");

        assertThat(ranking("2026-03-02")).containsExactly("tea 7", "apples 6", "cheese 6", "bread 5", "eggs 4");
    }

    @Test
    void shouldBringBackTheSixthWhenOneOfTheFiveIsReturned() {
        for (String product : List.of("a", "b", "c", "d", "e")) {
            sold(product, 10, "2026-03-02T09:00:00Z");
        }
        sold("sixth", 9, "2026-03-02T09:00:00Z");
        assertThat(ranking("2026-03-02")).doesNotContain("sixth 9");

        sold("c", -10, "2026-03-02T10:00:00Z");

        assertThat(ranking("2026-03-02")).containsExactly("a 10", "b 10", "d 10", "e 10", "sixth 9");
    }

    @Test
    void shouldRankEachDayByItself() {
        sold("milk", 1, "2026-03-02T23:59:59.999Z");
        sold("bread", 1, "2026-03-03T00:00:00Z");

        assertThat(ranking("2026-03-02")).containsExactly("milk 1");
        assertThat(ranking("2026-03-03")).containsExactly("bread 1");
    }

    @Test
    void shouldTakeLateSalesForAnHour() {
        sold("milk", 1, "2026-03-03T00:59:59.999Z");
        sold("tea", 1, "2026-03-02T12:00:00Z");
        sold("milk", 1, "2026-03-03T01:00:00Z");
        sold("bread", 1, "2026-03-02T12:00:00Z");

        assertThat(ranking("2026-03-02")).containsExactly("tea 1");
    }

    private void sold(String product, long units, String time) {
        sales.pipeInput(product, new Sale(units), Instant.parse(time));
    }

    private List<String> ranking(String day) {
        latest.putAll(top.readKeyValuesToMap());
        return latest.get(day).products().stream()
                .map(product -> product.product() + " " + product.units())
                .toList();
    }
}
