package io.millrace.examples.clickthrough;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.examples.launch.Event;
import io.millrace.examples.launch.LiveInput;
import io.millrace.serialization.json.JsonSerde;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.UUID;

/** Impressions of a few ads, some of which are clicked within five minutes; each ad has a rate of its own. */
final class LiveAds implements LiveInput {

    private static final List<String> ADS = List.of("bikes", "books", "coffee", "shoes", "tents");
    private static final int LONGEST_WAIT_MS = 300_000;

    private final JsonSerde<Impression> impressions = new JsonSerde<>(Impression.class);
    private final JsonSerde<Click> clicks = new JsonSerde<>(Click.class);
    private final PriorityQueue<Event> toCome = new PriorityQueue<>(Comparator.comparingLong(Event::timestampMs));

    @Override
    public List<Event> at(long timeMs, Random random) {
        List<Event> events = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            int ad = random.nextInt(ADS.size());
            byte[] id = UUID.randomUUID().toString().getBytes(UTF_8);
            events.add(new Event(
                    timeMs,
                    ClickThrough.IMPRESSIONS,
                    id,
                    impressions.serializer().serialize(ClickThrough.IMPRESSIONS, new Impression(ADS.get(ad)))));
            // From 4 % for the first to 20 % for the last.
            if (random.nextInt(25) <= ad) {
                long clickedMs = timeMs + 1_000 + random.nextInt(LONGEST_WAIT_MS);
                byte[] click = clicks.serializer().serialize(ClickThrough.CLICKS, new Click("/" + ADS.get(ad)));
                toCome.add(new Event(clickedMs, ClickThrough.CLICKS, id, click));
            }
        }
        for (Event next = toCome.peek(); next != null && next.timestampMs() <= timeMs; next = toCome.peek()) {
            events.add(toCome.remove());
        }
        return events;
    }
}
