package io.millrace.processor;

import io.millrace.query.Position;
import io.millrace.query.PositionBound;
import io.millrace.query.Query;
import io.millrace.query.QueryConfig;
import io.millrace.query.QueryResult;
import io.millrace.record.TopicPartition;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A store of a task. The task opens it with {@link #init}, has it written by processors, commits it and closes it; all
 * on one thread. Own implementations must not rely on being told about every record: between two commits anything may
 * be rewound by closing the store and opening it again.
 */
public interface StateStore {

    /** Name of the store, unique in its topology. */
    String name();

    /**
     * Opens the store. It has to call {@link StateStoreContext#register} for {@code root}, the outermost store of
     * those that wrap each other.
     */
    void init(StateStoreContext stateStoreContext, StateStore root);

    /**
     * Makes what was written durable together with the offsets up to which the store stands for its changelog. A store
     * that keeps nothing on disk has nothing to do.
     */
    default void commit(Map<TopicPartition, Long> changelogOffsets) {}

    /** The changelog offset of {@code partition} that the last {@link #commit} recorded, or null if there is none. */
    default @Nullable Long committedOffset(TopicPartition partition) {
        return null;
    }

    /** Closes the store and gives its resources back. Closing twice does nothing. */
    void close();

    /** Whether the contents outlive the process. */
    boolean persistent();

    /** Whether the store has been opened and not closed. */
    boolean isOpen();

    /**
     * Answers an interactive query. A store that does not know the kind of query says so in the result; it never
     * throws for that reason. May be called from any thread.
     */
    default <R> QueryResult<R> query(Query<R> query, PositionBound positionBound, QueryConfig config) {
        return QueryResult.forUnknownQueryType(query, this);
    }

    /** The input offsets that the contents stand for. Throws {@code UnsupportedOperationException} by default. */
    default Position getPosition() {
        throw new UnsupportedOperationException(
                "Store '" + name() + "' (" + getClass().getName()
                        + ") does not track its position: implement getPosition to query it with a bound");
    }
}
