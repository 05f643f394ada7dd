package io.millrace.dsl;

import io.millrace.state.Window;
import java.util.Map;

/**
 * How time is divided into windows of a fixed size. A record belongs to every window that {@link #windowsFor} returns for its timestamp, and still counts for a window
 * until stream time is past the window's end by the grace period.
 *
 * @param <W> kind of window
 */
public abstract class Windows<W extends Window> {

    /** What {@link JoinWindows#of} takes as window and grace together. */
    protected static final long DEPRECATED_DEFAULT_24_HR_GRACE_PERIOD = 24 * 60 * 60 * 1000L;

    /** No grace: a window closes when stream time reaches its end. */
    protected static final long NO_GRACE_PERIOD = 0L;

    /** For subclasses. */
    protected Windows() {}

    /** The windows that a timestamp (in milliseconds) lies in, by their start. */
    public abstract Map<Long, W> windowsFor(long timestamp);

    /** Size of a window, in milliseconds. */
    public abstract long size();

    /** How long after its end a window still takes records, in milliseconds of stream time. */
    public abstract long gracePeriodMs();
}
