package io.millrace.examples.temperature;

import io.millrace.examples.launch.Example;
import io.millrace.examples.launch.ExampleInput;
import io.millrace.examples.launch.ResultTable;
import io.millrace.examples.launch.Times;
import io.millrace.serialization.Serdes;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What the launcher has to know of {@link AverageTemperature}. */
public final class TemperatureExample {

    static final Duration SIZE = Duration.ofSeconds(10);
    static final Duration GRACE = Duration.ofSeconds(5);

    private TemperatureExample() {}

    /** The example. */
    public static Example example() {
        return new Example(
                "temperature",
                "average temperature per sensor, in tumbling windows of 10 seconds",
                () -> AverageTemperature.topology(SIZE, GRACE),
                ExampleInput.jsonLines(TemperatureExample.class, "readings.jsonl", AverageTemperature.READINGS),
                List.of(ResultTable.ofTable(
                                "Average temperature by window and sensor",
                                AverageTemperature.AVERAGES,
                                AverageTemperature.windowedKeys(SIZE),
                                Serdes.Double())
                        .column("window (UTC)", row -> Times.span(row.key().window()))
                        .column("sensor", row -> row.key().key())
                        .column("celsius", row -> String.format(Locale.ROOT, "%.2f", row.value()))));
    }
}
