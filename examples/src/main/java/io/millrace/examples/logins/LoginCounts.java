package io.millrace.examples.logins;

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

/** How often each user logged in during a minute, for a minute that begins every 10 seconds: hopping windows. */
public final class LoginCounts {

    static final String LOGINS = "logins";
    static final String COUNTS = "login-counts";

    static final Duration SIZE = Duration.ofMinutes(1);
    static final Duration ADVANCE = Duration.ofSeconds(10);
    private static final Duration GRACE = Duration.ofSeconds(30);

    private LoginCounts() {}

    /** A new topology. */
    public static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(LOGINS, Consumed.with(Serdes.String(), new JsonSerde<>(Login.class)))
                .groupByKey()
                // Windows overlap: a login counts in each of the six that it lies in. Logins within 50 seconds (size
                // less advance) are all in some window; tumbling windows would part those on both sides of a bound.
                .windowedBy(TimeWindows.ofSizeAndGrace(SIZE, GRACE).advanceBy(ADVANCE))
                .count()
                .toStream()
                .to(COUNTS, Produced.with(windowedKeys(), Serdes.Long()));
        return builder.build();
    }

    static Serde<Windowed<String>> windowedKeys() {
        return WindowedSerdes.timeWindowedSerdeFrom(String.class, SIZE.toMillis());
    }
}
