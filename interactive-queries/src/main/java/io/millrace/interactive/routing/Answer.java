package io.millrace.interactive.routing;

import java.util.Map;

/** What an endpoint gives back: all of it at once, or a stream of events. */
public sealed interface Answer {

    /** Media type of JSON. */
    String JSON = "application/json";

    /**
     * A whole answer in memory. The body is not copied and must not be changed.
     *
     * @param headers besides type and length
     */
    record Whole(int status, String mediaType, Map<String, String> headers, byte[] body) implements Answer {

        public Whole {
            headers = Map.copyOf(headers);
        }
    }

    /** Events until the client goes or the source ends. */
    record Stream(EventSource source) implements Answer {}

    /** A good answer in JSON. */
    static Answer json(byte[] body) {
        return new Whole(200, JSON, Map.of(), body);
    }
}
