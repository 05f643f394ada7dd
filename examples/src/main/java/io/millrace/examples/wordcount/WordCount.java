package io.millrace.examples.wordcount;

import io.millrace.dsl.Consumed;
import io.millrace.dsl.Grouped;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.Produced;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.record.Bytes;
import io.millrace.serialization.Serdes;
import io.millrace.state.KeyValueStore;
import io.millrace.topology.Topology;

/** The topology: lines come in, for each word goes out how often it was seen. */
public final class WordCount {

    /** Topic that is read: a line of text per record. */
    public static final String LINES = "wordcount-lines";

    /** Topic that is written: the count of a word so far, by word. */
    public static final String COUNTS = "wordcount-counts";

    /** Name of the grouping; the repartition topic between the two halves of the topology is called after it. */
    static final String GROUPING = "words";

    private WordCount() {}

    /** A new topology. */
    public static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(LINES, Consumed.with(Serdes.Bytes(), Serdes.String()))
                .flatMapValues(Words::of)
                .groupBy((key, word) -> word, Grouped.with(GROUPING, Serdes.String(), Serdes.String()))
                .count(Materialized.<String, Long, KeyValueStore<Bytes, byte[]>>as("counts")
                        .withKeySerde(Serdes.String())
                        .withValueSerde(Serdes.Long()))
                .toStream()
                .to(COUNTS, Produced.with(Serdes.String(), Serdes.Long()));
        return builder.build();
    }
}
