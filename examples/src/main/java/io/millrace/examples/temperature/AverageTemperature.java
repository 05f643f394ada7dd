package io.millrace.examples.temperature;

import io.millrace.dsl.Aggregators;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.Produced;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.dsl.TimeWindows;
import io.millrace.dsl.WindowedSerdes;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import io.millrace.serialization.json.JsonSerde;
import io.millrace.state.Windowed;
import io.millrace.topology.Topology;
import java.time.Duration;

/** The average temperature of each sensor in tumbling windows. */
public final class AverageTemperature {

    /** Topic that is read: readings by sensor. */
    static final String READINGS = "temperature-readings";

    /** Topic that is written: the average so far, by sensor and window. */
    static final String AVERAGES = "temperature-averages";

    private AverageTemperature() {}

    /**
     * A new topology.
     *
     * @param size length of the windows: each reading is in exactly one
     * @param grace how late a reading may be: a window takes readings until stream time, the largest timestamp so far, has passed its end by that much. What comes
     *     later is dropped, counted and logged
     */
    public static Topology topology(Duration size, Duration grace) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(READINGS, Consumed.with(Serdes.String(), new JsonSerde<>(Reading.class)))
                // Aggregations in windows pass null values on to us, others drop them.
                .filter((sensor, reading) -> reading != null)
                // The sensor is the key already: equal keys are in one partition, and nothing has to be moved.
                .groupByKey()
                .windowedBy(TimeWindows.ofSizeAndGrace(size, grace))
                .aggregate(Aggregators.average(Reading::celsius))
                .toStream()
                // The key is now the sensor and its window. A later average of the same key takes the place of the
                // one before it.
                .to(AVERAGES, Produced.with(windowedKeys(size), Serdes.Double()));
        return builder.build();
    }

    /** Keys of the averages; the bytes have the start of the window only, so that the size has to be told. */
    static Serde<Windowed<String>> windowedKeys(Duration size) {
        return WindowedSerdes.timeWindowedSerdeFrom(String.class, size.toMillis());
    }
}
