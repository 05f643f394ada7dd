package io.millrace.examples.temperature;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.examples.launch.Event;
import io.millrace.examples.launch.Example;
import io.millrace.examples.launch.ExampleInput;
import io.millrace.examples.launch.ResultTable;
import io.millrace.examples.launch.Times;
import io.millrace.serialization.Serdes;
import io.millrace.serialization.json.JsonSerializer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/** {@link AverageTemperature} on real weather: a year in another kind of time than the ten seconds of {@link TemperatureExample}, and processed as quickly. */
public final class WeatherExample {

    static final Duration SIZE = Duration.ofDays(28);

    private WeatherExample() {}

    /** The example. */
    public static Example example() {
        return new Example(
                "weather",
                "the same on real weather: average daily maximum of two cities, in windows of 4 weeks",
                () -> AverageTemperature.topology(SIZE, Duration.ZERO),
                new ExampleInput(
                        WeatherExample.class,
                        "weather-2012.csv",
                        WeatherExample::reading,
                        List.of(AverageTemperature.READINGS)),
                List.of(ResultTable.ofTable(
                                "Average daily maximum by four weeks and city, 2012",
                                AverageTemperature.AVERAGES,
                                AverageTemperature.windowedKeys(SIZE),
                                Serdes.Double())
                        .column("from", row -> Times.date(row.key().window().start()))
                        .column("city", row -> row.key().key())
                        .column("celsius", row -> String.format(Locale.ROOT, "%.1f", row.value()))));
    }

    /** A line such as {@code Seattle,2012-01-01,12.8}. */
    static Event reading(String line) {
        String[] fields = line.split(",");
        if (fields.length != 3) {
            throw new IllegalArgumentException("has " + fields.length + " fields, not city,date,celsius");
        }
        try {
            long timestampMs = LocalDate.parse(fields[1])
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant()
                    .toEpochMilli();
            Reading reading = new Reading(Double.parseDouble(fields[2]));
            try (JsonSerializer<Reading> serializer = new JsonSerializer<>()) {
                byte[] value = serializer.serialize(AverageTemperature.READINGS, reading);
                return new Event(timestampMs, AverageTemperature.READINGS, fields[0].getBytes(UTF_8), value);
            }
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("has the date " + fields[1] + ", not one like 2012-01-31", e);
        }
    }
}
