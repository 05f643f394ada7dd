package io.millrace.examples.wordcountprocessor;

import io.millrace.processor.ContextualProcessor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.PunctuationType;
import io.millrace.processor.Record;
import io.millrace.record.KeyValue;
import io.millrace.serialization.Serdes;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.KeyValueStore;
import io.millrace.state.StoreBuilder;
import io.millrace.stores.Stores;
import io.millrace.topology.Topology;
import java.time.Duration;
import java.util.Locale;

/**
 * Word count without the DSL: two processors, a store, and a topic between them.
 *
 * <pre>
 * lines -> [split] -> words -> [count, with its store] -> counts
 *                                                      -> leaders (each minute of stream time)
 * </pre>
 */
public final class WordCountProcessors {

    static final String LINES = "text-lines";
    static final String WORDS = "text-words";
    static final String COUNTS = "text-counts";
    static final String LEADERS = "text-leaders";

    static final String STORE = "word-counts";

    private static final Duration LEADER_INTERVAL = Duration.ofMinutes(1);

    private WordCountProcessors() {}

    /** A new topology. */
    public static Topology topology() {
        StoreBuilder<KeyValueStore<String, Long>> counts =
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.Long());
        return new Topology()
                .addSource(
                        "lines", Serdes.String().deserializer(), Serdes.String().deserializer(), LINES)
                .addProcessor("split", SplitLines::new, "lines")
                // A word may be in lines of every partition. Through a topic with the word as its key, all
                // occurrences of a word get to one task; the DSL makes such a topic where it is needed, here it is up
                // to us.
                .addSink(
                        "to-words",
                        WORDS,
                        Serdes.String().serializer(),
                        Serdes.String().serializer(),
                        "split")
                .addSource(
                        "words", Serdes.String().deserializer(), Serdes.String().deserializer(), WORDS)
                .addProcessor("count", CountWords::new, "words")
                .addStateStore(counts, "count")
                .addSink(
                        "to-counts",
                        COUNTS,
                        Serdes.String().serializer(),
                        Serdes.Long().serializer(),
                        "count")
                .addSink(
                        "to-leaders",
                        LEADERS,
                        Serdes.String().serializer(),
                        Serdes.Long().serializer(),
                        "count");
    }

    /** Forwards each word of a line, the word as key. */
    private static final class SplitLines extends ContextualProcessor<String, String, String, String> {

        @Override
        public void process(Record<String, String> line) {
            String text = line.value();
            if (text == null) {
                return; // A record without a value has no words.
            }
            for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{Nd}]+")) {
                if (!word.isEmpty()) {
                    context().forward(line.withKey(word).withValue(word));
                }
            }
        }
    }

    /** Counts words; now and then tells the one that leads. */
    @SuppressWarnings("NullAway.Init") // init() is called before anything else
    private static final class CountWords extends ContextualProcessor<String, String, String, Long> {

        private KeyValueStore<String, Long> counts;

        @Override
        public void init(ProcessorContext<String, Long> context) {
            super.init(context);
            counts = context.getStateStore(STORE);
            // Stream time moves with the records' timestamps only: the same input gives the same leaders, however
            // long the run takes.
            context.schedule(LEADER_INTERVAL, PunctuationType.STREAM_TIME, this::forwardLeader);
        }

        @Override
        public void process(Record<String, String> record) {
            String word = record.key();
            if (word == null) {
                return; // Not from the processor above, but anybody can write to a topic.
            }
            Long before = counts.get(word);
            long count = before == null ? 1 : before + 1;
            counts.put(word, count);
            context().forward(record.withValue(count), "to-counts");
        }

        private void forwardLeader(long streamTimeMs) {
            KeyValue<String, Long> leader = null;
            // An open iterator holds on to a snapshot of the store: close it.
            try (KeyValueIterator<String, Long> all = counts.all()) {
                while (all.hasNext()) {
                    KeyValue<String, Long> next = all.next();
                    if (leader == null || next.value > leader.value) {
                        leader = next;
                    }
                }
            }
            if (leader != null) {
                context().forward(new Record<>(leader.key, leader.value, streamTimeMs), "to-leaders");
            }
        }
    }
}
