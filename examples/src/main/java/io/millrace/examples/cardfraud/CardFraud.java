package io.millrace.examples.cardfraud;

import io.millrace.dsl.Consumed;
import io.millrace.dsl.Produced;
import io.millrace.dsl.SlidingWindows;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.dsl.WindowedSerdes;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import io.millrace.serialization.json.JsonSerde;
import io.millrace.state.Windowed;
import io.millrace.topology.Topology;
import java.time.Duration;

/** Alerts for cards that were used more than three times within five seconds. */
public final class CardFraud {

    static final String ATTEMPTS = "card-attempts";
    static final String ALERTS = "card-alerts";

    static final Duration SPAN = Duration.ofSeconds(5);
    static final long ATTEMPTS_MAX = 3;
    private static final Duration GRACE = Duration.ofSeconds(2);

    private CardFraud() {}

    /** A new topology. */
    public static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(ATTEMPTS, Consumed.with(Serdes.String(), new JsonSerde<>(Attempt.class)))
                .groupByKey()
                // A sliding window ends at each attempt and reaches five seconds back (and another begins right
                // behind each): wherever four attempts are within five seconds, some window has all of them. Tumbling
                // windows would cut such a burst in two, and see nothing.
                .windowedBy(SlidingWindows.ofTimeDifferenceAndGrace(SPAN, GRACE))
                .count()
                .toStream()
                .filter((window, attempts) -> attempts > ATTEMPTS_MAX)
                .to(ALERTS, Produced.with(windowedKeys(), Serdes.Long()));
        return builder.build();
    }

    static Serde<Windowed<String>> windowedKeys() {
        return WindowedSerdes.timeWindowedSerdeFrom(String.class, SPAN.toMillis());
    }
}
