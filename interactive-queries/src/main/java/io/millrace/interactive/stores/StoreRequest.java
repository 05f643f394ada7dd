package io.millrace.interactive.stores;

import io.millrace.interactive.json.KeyEncoding;
import io.millrace.interactive.json.KeyForm;
import io.millrace.interactive.json.LongForm;
import io.millrace.interactive.remote.RemoteMode;
import io.millrace.interactive.routing.Call;
import io.millrace.runtime.StoreDescription;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What every request to a store has in common, read once. Immutable.
 *
 * @param encoding null for what is natural for the keys
 * @param isStale whether standbys and stores that are being restored will do
 * @param partitions the partitions that are wanted; empty for those that the request needs
 * @param minPosition offsets by partition by topic, inclusive, that the store must have seen
 */
public record StoreRequest(
        Call call,
        StoreDescription store,
        KeyForm keys,
        @Nullable KeyEncoding encoding,
        LongForm longs,
        RemoteMode mode,
        boolean isStale,
        Set<Integer> partitions,
        Map<String, Map<Integer, Long>> minPosition) {

    /** Parameters that all routes to stores have. */
    public static final Set<String> PARAMETERS =
            Set.of("keyEncoding", "longs", "remote", "minPosition", "stale", "partition");

    /** The key that a text of the request names. */
    public Object key(String text) {
        return keys.parse(text, encoding);
    }
}
