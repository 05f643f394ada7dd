package io.millrace.interactive.routing;

import org.jspecify.annotations.Nullable;

/** Where events come from. Used by one stream; asked on a thread that may read stores. */
public interface EventSource extends AutoCloseable {

    /** Has {@code action} run, on any thread and briefly, whenever there may be something to take. Called once, before the first {@link #take()}. */
    void onAvailable(Runnable action);

    /**
     * Events that have come since, in the format of server-sent events; null if there are none now. Bounded. After the last there is {@link #isEnded()}.
     */
    byte @Nullable [] take();

    /** Whether nothing will come any more. */
    boolean isEnded();

    /** Idempotent. */
    @Override
    void close();
}
