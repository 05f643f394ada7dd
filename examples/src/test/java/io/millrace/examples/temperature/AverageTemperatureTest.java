package io.millrace.examples.temperature;

import static io.millrace.examples.Monday.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.examples.Monday;
import io.millrace.serialization.DoubleDeserializer;
import io.millrace.serialization.StringSerializer;
import io.millrace.serialization.json.JsonSerializer;
import io.millrace.state.Windowed;
import io.millrace.test.TestInputTopic;
import io.millrace.test.TestOutputTopic;
import io.millrace.test.TopologyTestDriver;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AverageTemperatureTest {

    private final TopologyTestDriver driver =
            new TopologyTestDriver(AverageTemperature.topology(TemperatureExample.SIZE, TemperatureExample.GRACE));
    private final TestInputTopic<String, Reading> readings =
            driver.createInputTopic(AverageTemperature.READINGS, new StringSerializer(), new JsonSerializer<>());
    private final TestOutputTopic<Windowed<String>, Double> averages = driver.createOutputTopic(
            AverageTemperature.AVERAGES,
            AverageTemperature.windowedKeys(TemperatureExample.SIZE).deserializer(),
            new DoubleDeserializer());

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldAverageEachSensorAndWindowByItself() {
        measured("boiler", 70, "09:00:00");
        measured("boiler", 72, "09:00:05");
        measured("cellar", 11, "09:00:06");
        measured("boiler", 80, "09:00:12");

        assertThat(latest())
                .containsOnly(
                        Map.entry("boiler 09:00:00-09:00:10", 71.0),
                        Map.entry("boiler 09:00:10-09:00:20", 80.0),
                        Map.entry("cellar 09:00:00-09:00:10", 11.0));
    }

    @Test
    void shouldPutAReadingOnABoundIntoTheLaterWindow() {
        measured("boiler", 70, "09:00:09.999");
        measured("boiler", 80, "09:00:10");

        assertThat(latest())
                .containsOnly(Map.entry("boiler 09:00:00-09:00:10", 70.0), Map.entry("boiler 09:00:10-09:00:20", 80.0));
    }

    @Test
    void shouldTakeLateReadingsUntilTheGracePeriodIsOver() {
        measured("boiler", 70, "09:00:05");
        measured("boiler", 80, "09:00:14.999");
        measured("boiler", 72, "09:00:06");
        measured("boiler", 80, "09:00:15");
        measured("boiler", 500, "09:00:07");

        assertThat(latest()).containsEntry("boiler 09:00:00-09:00:10", 71.0);
    }

    @Test
    void shouldCountAReadingThatIsTooLateAsDropped() {
        measured("boiler", 70, "09:00:15");
        measured("boiler", 500, "09:00:09");

        assertThat(driver.metrics().entrySet())
                .filteredOn(metric -> metric.getKey().name().equals("dropped-records-total")
                        && metric.getKey().tags().containsKey("reason"))
                .singleElement()
                .satisfies(metric -> {
                    assertThat(metric.getKey().tags()).containsEntry("reason", "expired window");
                    assertThat(((Number) metric.getValue().metricValue()).longValue())
                            .isEqualTo(1);
                });
    }

    @Test
    void shouldLeaveOutReadingsThatAreNull() {
        measured("boiler", 70, "09:00:00");
        readings.pipeInput("boiler", null, at("09:00:01"));

        assertThat(latest()).containsOnly(Map.entry("boiler 09:00:00-09:00:10", 70.0));
    }

    private void measured(String sensor, double celsius, String time) {
        readings.pipeInput(sensor, new Reading(celsius), at(time));
    }

    private Map<String, Double> latest() {
        Map<String, Double> latest = new TreeMap<>();
        averages.readKeyValuesToList()
                .forEach(average ->
                        latest.put(average.key.key() + " " + Monday.span(average.key.window()), average.value));
        return latest;
    }
}
