package io.millrace.examples.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.broker.EmbeddedProducer;
import io.millrace.config.TopicConfig;
import io.millrace.record.ProducerRecord;
import io.millrace.serialization.ByteArraySerializer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Feeds the input of an example, each line once: events and the number of lines that were read are in one transaction. Confined to one thread.
 */
final class EventFeed {

    private final EmbeddedBroker broker;
    private final Example example;
    private final String positions;

    EventFeed(EmbeddedBroker broker, Example example) {
        this.broker = broker;
        this.example = example;
        this.positions = example.name() + "-fed";
    }

    /**
     * Feeds what has not been fed before.
     *
     * @return how many events that was
     * @throws Refusal if a line cannot be understood, or fewer lines are left than were read before; nothing was fed then
     */
    int feed(EventSource source) throws Refusal {
        broker.createTopic(positions, 1, Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
        try (EmbeddedProducer<byte[], byte[]> producer =
                broker.producer(new ByteArraySerializer(), new ByteArraySerializer(), example.name() + "-feed")) {
            // The producer is made first: it fences the one of a run that still holds on, so that no position is
            // still to come.
            int linesBefore = linesRead().getOrDefault(source.id(), 0);
            List<Event> events = events(source, linesBefore);
            producer.beginTransaction();
            for (Event event : events) {
                producer.send(
                        new ProducerRecord<>(event.topic(), null, event.timestampMs(), event.key(), event.value()));
            }
            byte[] lines = Integer.toString(source.lines().size()).getBytes(UTF_8);
            producer.send(new ProducerRecord<>(positions, source.id().getBytes(UTF_8), lines));
            producer.commitTransaction();
            return events.size();
        }
    }

    private Map<String, Integer> linesRead() {
        Map<String, Integer> lines = new HashMap<>();
        try (TopicReader reader = TopicReader.open(broker, positions)) {
            reader.readToEnd(record -> lines.put(
                    new String(record.keyArray(), record.keyOffset(), record.keyLength(), UTF_8),
                    Integer.valueOf(
                            new String(record.valueArray(), record.valueOffset(), record.valueLength(), UTF_8))));
        }
        return lines;
    }

    private List<Event> events(EventSource source, int linesBefore) throws Refusal {
        List<String> lines = source.lines();
        if (lines.size() < linesBefore) {
            throw new Refusal(source.name() + " has " + lines.size() + " lines, but " + linesBefore
                    + " were read by an earlier run: it is not the file that it was");
        }
        List<Event> events = new ArrayList<>();
        for (int i = linesBefore; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.isBlank() && !line.startsWith("#")) {
                events.add(event(line, source.name() + " line " + (i + 1)));
            }
        }
        return events;
    }

    private Event event(String line, String where) throws Refusal {
        Event event;
        try {
            event = example.input().parser().parse(line);
        } catch (IllegalArgumentException e) {
            throw new Refusal(where + " " + Reasons.of(e), e);
        }
        List<String> topics = example.input().topics();
        if (!topics.contains(event.topic())) {
            throw new Refusal(where + " is for topic " + event.topic() + ", which " + example.name()
                    + " does not read; it reads " + String.join(", ", topics));
        }
        return event;
    }
}
