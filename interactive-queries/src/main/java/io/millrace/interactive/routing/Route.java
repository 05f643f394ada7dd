package io.millrace.interactive.routing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A path and who answers for it. Immutable.
 *
 * @param pattern as in the OpenAPI file: literal segments and {@code {variables}}
 * @param access who may ask
 * @param weight where the work is done
 * @param parameters names of parameters that may be given
 */
public record Route(
        String pattern, Access access, Weight weight, Set<String> parameters, Endpoint endpoint, List<String> parts) {

    /** Who may ask. */
    public enum Access {
        /** Everybody. */
        OPEN,
        /** Who has the token, if one is configured. */
        TOKEN
    }

    /** Where the work is done. */
    public enum Weight {
        /** At once: takes microseconds, reads no store, waits for nobody. */
        LIGHT,
        /** On a thread of the pool that reads stores, if it has room. */
        HEAVY
    }

    public Route(String pattern, Access access, Weight weight, Set<String> parameters, Endpoint endpoint) {
        this(
                pattern,
                access,
                weight,
                Set.copyOf(parameters),
                endpoint,
                List.of(pattern.substring(1).split("/", -1)));
    }

    /** Values of the variables if the segments fit; null if they do not. */
    @Nullable
    Map<String, String> match(List<String> segments) {
        if (segments.size() != parts.size()) {
            return null;
        }
        Map<String, String> captured = new HashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            String part = parts.get(i);
            String segment = segments.get(i);
            if (!part.startsWith("{")) {
                if (!part.equals(segment)) {
                    return null;
                }
            } else if (segment.isEmpty()) {
                return null;
            } else {
                captured.put(part.substring(1, part.length() - 1), segment);
            }
        }
        return captured;
    }
}
