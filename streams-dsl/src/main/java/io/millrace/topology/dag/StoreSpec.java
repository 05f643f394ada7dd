package io.millrace.topology.dag;

import io.millrace.state.StoreBuilder;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A store of a sub-topology. One instance of it exists per task.
 *
 * @param changelog where its changes go; null if logging is off. A topic that is not internal is a source topic used as changelog: it is read
 *     to restore the store, and never written
 * @param changelogConfig settings of the changelog topic that the user gave
 */
public record StoreSpec(
        String name, StoreBuilder<?> builder, @Nullable TopicRef changelog, Map<String, String> changelogConfig) {

    public StoreSpec {
        Objects.requireNonNull(name, "name cannot be null");
        Objects.requireNonNull(builder, "builder cannot be null");
        changelogConfig = Map.copyOf(changelogConfig);
    }
}
