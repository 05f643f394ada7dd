package io.millrace.query;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Offsets per topic and partition: how much of its input a store has seen. Safe from any thread.
 */
public class Position {

    private final ConcurrentHashMap<String, ConcurrentHashMap<Integer, Long>> position;

    private Position(ConcurrentHashMap<String, ConcurrentHashMap<Integer, Long>> position) {
        this.position = position;
    }

    /** A position without offsets. */
    public static Position emptyPosition() {
        return new Position(new ConcurrentHashMap<>());
    }

    /** A position with a copy of the given offsets. */
    public static Position fromMap(@Nullable Map<String, ? extends Map<Integer, Long>> map) {
        Position made = emptyPosition();
        if (map != null) {
            map.forEach((topic, offsets) -> made.position.put(topic, new ConcurrentHashMap<>(offsets)));
        }
        return made;
    }

    /** Sets one offset, unless a higher one is there, and returns this. */
    public Position withComponent(String topic, int partition, long offset) {
        position.computeIfAbsent(topic, name -> new ConcurrentHashMap<>()).merge(partition, offset, Math::max);
        return this;
    }

    /** Takes over every offset of {@code other} that is higher or missing here, and returns this. */
    public Position merge(@Nullable Position other) {
        if (other != null) {
            other.position.forEach((topic, offsets) ->
                    offsets.forEach((partition, offset) -> withComponent(topic, partition, offset)));
        }
        return this;
    }

    /** A copy of its own. */
    public Position copy() {
        return fromMap(position);
    }

    /** The topics; unmodifiable. */
    public Set<String> getTopics() {
        return Collections.unmodifiableSet(position.keySet());
    }

    /** Offset by partition of one topic; unmodifiable, empty for a topic that is not here. */
    public Map<Integer, Long> getPartitionPositions(String topic) {
        Map<Integer, Long> offsets = position.get(topic);
        return offsets == null ? Map.of() : Collections.unmodifiableMap(offsets);
    }

    /** Whether there is no offset. */
    public boolean isEmpty() {
        return position.isEmpty();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof Position that && position.equals(that.position);
    }

    /** Throws {@code UnsupportedOperationException}: a position changes, so it cannot be a key. */
    @Override
    public int hashCode() {
        throw new UnsupportedOperationException("A Position changes over time and cannot be a key of a hash table");
    }

    @Override
    public String toString() {
        return "Position{position=" + position + "}";
    }
}
