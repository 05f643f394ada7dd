package io.millrace.dsl.plan;

import io.millrace.state.Window;
import java.util.Map;
import java.util.function.LongFunction;

/** How a windowed aggregation divides time. All times are in milliseconds. */
public sealed interface Windowing {

    /** How long after its end a window takes records, in stream time. */
    long graceMs();

    /** How long after its end the result of a window may still change, in stream time. */
    default long closesAfterMs() {
        return graceMs();
    }

    /** How long the store must keep a window at least. */
    long retentionMs();

    /**
     * Windows of one size that do not depend on the data.
     *
     * @param windowsFor the windows of a timestamp by their start
     */
    record Fixed(LongFunction<? extends Map<Long, ? extends Window>> windowsFor, long sizeMs, long graceMs)
            implements Windowing {

        @Override
        public long retentionMs() {
            return sizeMs + graceMs;
        }
    }

    /** Windows that begin or end at records. */
    record Sliding(long differenceMs, long graceMs) implements Windowing {

        @Override
        public long retentionMs() {
            return 2 * differenceMs + graceMs;
        }
    }

    /** Sessions that end with a gap. */
    record Session(long gapMs, long graceMs) implements Windowing {

        @Override
        public long closesAfterMs() {
            return gapMs + graceMs;
        }

        @Override
        public long retentionMs() {
            return gapMs + graceMs;
        }
    }
}
