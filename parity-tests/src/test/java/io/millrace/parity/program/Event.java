package io.millrace.parity.program;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens to a running program. */
public sealed interface Event {

    /**
     * A record arrives.
     *
     * @param headers names and values in turn
     */
    record Pipe(
            String topic, @Nullable String key, @Nullable String value, long timestampMs, List<String> headers)
            implements Event {

        public Pipe {
            headers = List.copyOf(headers);
        }
    }

    /** Wall-clock time passes. */
    record Advance(long ms) implements Event {}
}
