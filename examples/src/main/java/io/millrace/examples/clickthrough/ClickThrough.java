package io.millrace.examples.clickthrough;

import io.millrace.dsl.Consumed;
import io.millrace.dsl.Grouped;
import io.millrace.dsl.JoinWindows;
import io.millrace.dsl.KStream;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.Produced;
import io.millrace.dsl.StreamJoined;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.record.Bytes;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import io.millrace.serialization.json.JsonSerde;
import io.millrace.state.KeyValueStore;
import io.millrace.topology.Topology;
import java.time.Duration;

/** The click-through rate of ads: impressions left-joined with clicks. */
public final class ClickThrough {

    static final String IMPRESSIONS = "ad-impressions";
    static final String CLICKS = "ad-clicks";
    static final String RATES = "ad-rates";

    static final String STORE = "rates";

    /** A click within this time after the impression is due to it. */
    static final Duration IN_TIME = Duration.ofMinutes(10);

    static final Duration GRACE = Duration.ofMinutes(2);

    private ClickThrough() {}

    /** A new topology. */
    public static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        Serde<Impression> impressions = new JsonSerde<>(Impression.class);
        Serde<Click> clicks = new JsonSerde<>(Click.class);

        KStream<String, Impression> shown = builder.stream(IMPRESSIONS, Consumed.with(Serdes.String(), impressions));
        KStream<String, Click> clicked = builder.stream(CLICKS, Consumed.with(Serdes.String(), clicks))
                // Who clicks twice means it once. A join gives a result for every pair, so the second click would
                // count as another impression.
                .deduplicate(IN_TIME.plus(GRACE));

        // From the impression's time to ten minutes later. A left join tells of an impression without click too,
        // once: when the window and its grace period are over, and no click can come any more. So every impression is
        // counted exactly once, a clicked one at the click, another one when it is certain.
        JoinWindows afterImpression =
                JoinWindows.ofTimeDifferenceAndGrace(IN_TIME, GRACE).before(Duration.ZERO);
        shown.leftJoin(clicked, Shown::of, afterImpression, StreamJoined.with(Serdes.String(), impressions, clicks))
                .groupBy(
                        (impressionId, outcome) -> outcome.ad(),
                        Grouped.with(Serdes.String(), new JsonSerde<>(Shown.class)))
                .aggregate(
                        () -> Rate.NONE,
                        (ad, outcome, rate) -> rate.plus(outcome),
                        Materialized.<String, Rate, KeyValueStore<Bytes, byte[]>>as(STORE)
                                .withKeySerde(Serdes.String())
                                .withValueSerde(rates()))
                .toStream()
                .to(RATES, Produced.with(Serdes.String(), rates()));
        return builder.build();
    }

    static Serde<Rate> rates() {
        return new JsonSerde<>(Rate.class);
    }
}
