package io.millrace.examples.inactiveusers;

import io.millrace.dsl.Consumed;
import io.millrace.dsl.Produced;
import io.millrace.dsl.SessionWindows;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.dsl.Suppressed;
import io.millrace.dsl.Suppressed.BufferConfig;
import io.millrace.dsl.WindowedSerdes;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import io.millrace.serialization.json.JsonSerde;
import io.millrace.state.Windowed;
import io.millrace.topology.Topology;
import java.time.Duration;

/** Tells of each user who has done nothing for half an hour: when the user was active, and how much. */
public final class InactiveUsers {

    static final String ACTIONS = "user-actions";
    static final String INACTIVE = "inactive-users";

    static final Duration GAP = Duration.ofMinutes(30);
    static final Duration GRACE = Duration.ofMinutes(5);

    private InactiveUsers() {}

    /** A new topology. */
    public static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(ACTIONS, Consumed.with(Serdes.String(), new JsonSerde<>(Action.class)))
                .groupByKey()
                // A session has no length of its own: an action no more than the gap away from one prolongs it, and
                // an action between two sessions makes one of them.
                .windowedBy(SessionWindows.ofInactivityGapAndGrace(GAP, GRACE))
                .count()
                // One result per session, the final one: once stream time has passed its last action by the gap and
                // the grace period. Without this every action would give a result. Stream time moves with records, so
                // it takes an action of somebody (in the same partition) to learn that somebody else is inactive.
                // Sessions that are open wait here; emitStrategy(onWindowClose()) would do without the wait, but
                // loses sessions when stream time leaps far ahead at once.
                .suppress(Suppressed.untilWindowCloses(BufferConfig.unbounded()))
                .toStream()
                .to(INACTIVE, Produced.with(windowedKeys(), Serdes.Long()));
        return builder.build();
    }

    static Serde<Windowed<String>> windowedKeys() {
        return WindowedSerdes.sessionWindowedSerdeFrom(String.class);
    }
}
