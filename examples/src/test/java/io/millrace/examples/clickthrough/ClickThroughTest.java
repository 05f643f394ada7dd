package io.millrace.examples.clickthrough;

import static io.millrace.examples.Monday.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.serialization.StringDeserializer;
import io.millrace.serialization.StringSerializer;
import io.millrace.serialization.json.JsonSerializer;
import io.millrace.test.TestInputTopic;
import io.millrace.test.TestOutputTopic;
import io.millrace.test.TopologyTestDriver;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClickThroughTest {

    private final TopologyTestDriver driver = new TopologyTestDriver(ClickThrough.topology());
    private final TestInputTopic<String, Impression> impressions =
            driver.createInputTopic(ClickThrough.IMPRESSIONS, new StringSerializer(), new JsonSerializer<>());
    private final TestInputTopic<String, Click> clicks =
            driver.createInputTopic(ClickThrough.CLICKS, new StringSerializer(), new JsonSerializer<>());
    private final TestOutputTopic<String, Rate> rates = driver.createOutputTopic(
            ClickThrough.RATES, new StringDeserializer(), ClickThrough.rates().deserializer());

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldCountAClickedImpressionAtTheClick() {
        shown("i1", "shoes", "18:00:00");
        assertThat(latest()).as("not decided").isEmpty();

        clicked("i1", "18:00:10");

        assertThat(latest()).containsOnly(Map.entry("shoes", new Rate(1, 1)));
    }

    @Test
    void shouldCountAnImpressionWithoutClickWhenNoneCanComeAnyMore() {
        shown("i1", "shoes", "18:00:00");
        shown("i2", "books", "18:12:00");
        assertThat(latest()).as("ten minutes and two of grace").isEmpty();

        shown("i3", "books", "18:12:00.001");

        assertThat(latest()).containsOnly(Map.entry("shoes", new Rate(1, 0)));
    }

    @Test
    void shouldTakeAClickAtTheEndOfTheTenMinutesAndNoneLater() {
        shown("i1", "shoes", "18:00:00");
        shown("i2", "books", "18:00:00");
        clicked("i1", "18:10:00");
        clicked("i2", "18:10:00.001");
        shown("i3", "tea", "18:30:00");

        assertThat(latest()).containsOnly(Map.entry("shoes", new Rate(1, 1)), Map.entry("books", new Rate(1, 0)));
    }

    @Test
    void shouldCountASecondClickForNothing() {
        shown("i1", "shoes", "18:00:00");
        clicked("i1", "18:00:00");
        clicked("i1", "18:00:01");
        clicked("i1", "18:10:00");

        assertThat(latest()).containsOnly(Map.entry("shoes", new Rate(1, 1)));
    }

    @Test
    void shouldCountAClickThatArrivesBeforeItsImpression() {
        clicked("i1", "18:00:10");
        shown("i1", "shoes", "18:00:00");

        assertThat(latest()).containsOnly(Map.entry("shoes", new Rate(1, 1)));
    }

    @Test
    void shouldNotCountAClickFromBeforeTheImpression() {
        clicked("i1", "17:59:59");
        shown("i1", "shoes", "18:00:00");
        shown("i2", "books", "18:30:00");

        assertThat(latest()).containsOnly(Map.entry("shoes", new Rate(1, 0)));
    }

    @Test
    void shouldLeaveOutClicksWithoutImpression() {
        clicked("i1", "18:00:00");
        clicked("i2", "18:30:00");

        assertThat(latest()).isEmpty();
    }

    private void shown(String id, String ad, String time) {
        impressions.pipeInput(id, new Impression(ad), at(time));
    }

    private void clicked(String id, String time) {
        clicks.pipeInput(id, new Click("/"), at(time));
    }

    private Map<String, Rate> latest() {
        return rates.readKeyValuesToMap();
    }
}
