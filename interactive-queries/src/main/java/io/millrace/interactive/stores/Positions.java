package io.millrace.interactive.stores;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.query.Position;

/** Positions out of JSON. */
final class Positions {

    private Positions() {}

    /** Takes over the offsets of another instance's answer. */
    static void merge(Position position, JsonNode offsets) {
        offsets.properties()
                .forEach(topic -> topic.getValue()
                        .properties()
                        .forEach(offset -> position.withComponent(
                                topic.getKey(),
                                Integer.parseInt(offset.getKey()),
                                offset.getValue().asLong())));
    }
}
