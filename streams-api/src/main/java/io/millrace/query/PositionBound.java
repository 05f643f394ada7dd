package io.millrace.query;

import org.jspecify.annotations.Nullable;

/** How fresh a store must be to answer. */
public class PositionBound {

    private final Position position;

    private PositionBound(Position position) {
        this.position = position;
    }

    /** Any store will do. */
    public static PositionBound unbounded() {
        return new PositionBound(Position.emptyPosition());
    }

    /** The store must have seen all of {@code position}. */
    public static PositionBound at(Position position) {
        return new PositionBound(position.copy());
    }

    /** Whether any store will do. */
    public boolean isUnbounded() {
        return position.isEmpty();
    }

    /** The least position; empty if unbounded. */
    public Position position() {
        return position;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof PositionBound that && position.equals(that.position);
    }

    /** Throws {@code UnsupportedOperationException}, as the hash of a {@link Position} does. */
    @Override
    public int hashCode() {
        throw new UnsupportedOperationException("A PositionBound cannot be a key of a hash table");
    }

    @Override
    public String toString() {
        return "PositionBound{position=" + position + "}";
    }
}
