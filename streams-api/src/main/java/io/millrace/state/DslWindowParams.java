package io.millrace.state;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a window store of the DSL has to be like. Immutable. */
public class DslWindowParams {

    private final String name;
    private final Duration retentionPeriod;
    private final Duration windowSize;
    private final boolean retainDuplicates;
    private final EmitStrategy emitStrategy;
    private final boolean isSlidingWindow;
    private final DslStoreFormat dslStoreFormat;

    /** Describes a store. */
    public DslWindowParams(
            String name,
            Duration retentionPeriod,
            Duration windowSize,
            boolean retainDuplicates,
            EmitStrategy emitStrategy,
            boolean isSlidingWindow,
            DslStoreFormat dslStoreFormat) {
        this.name = Objects.requireNonNull(name, "name cannot be null");
        this.retentionPeriod = retentionPeriod;
        this.windowSize = windowSize;
        this.retainDuplicates = retainDuplicates;
        this.emitStrategy = emitStrategy;
        this.isSlidingWindow = isSlidingWindow;
        this.dslStoreFormat = dslStoreFormat;
    }

    /** Name of the store. */
    public String name() {
        return name;
    }

    /** How long windows are kept, counted in stream time from their start. */
    public Duration retentionPeriod() {
        return retentionPeriod;
    }

    /** Size of a window. */
    public Duration windowSize() {
        return windowSize;
    }

    /** Whether several values of one key and window are kept side by side, as stream joins want. */
    public boolean retainDuplicates() {
        return retainDuplicates;
    }

    /** When results are emitted. */
    public EmitStrategy emitStrategy() {
        return emitStrategy;
    }

    /** Whether the windows are sliding ones. */
    public boolean isSlidingWindow() {
        return isSlidingWindow;
    }

    /** What the store keeps beside values. */
    public DslStoreFormat dslStoreFormat() {
        return dslStoreFormat;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof DslWindowParams that
                        && name.equals(that.name)
                        && Objects.equals(retentionPeriod, that.retentionPeriod)
                        && Objects.equals(windowSize, that.windowSize)
                        && retainDuplicates == that.retainDuplicates
                        && Objects.equals(emitStrategy, that.emitStrategy)
                        && isSlidingWindow == that.isSlidingWindow
                        && dslStoreFormat == that.dslStoreFormat;
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                name, retentionPeriod, windowSize, retainDuplicates, emitStrategy, isSlidingWindow, dslStoreFormat);
    }

    @Override
    public String toString() {
        return "DslWindowParams{name='" + name + "', retentionPeriod=" + retentionPeriod + ", windowSize=" + windowSize
                + ", retainDuplicates=" + retainDuplicates + ", emitStrategy=" + emitStrategy + ", isSlidingWindow="
                + isSlidingWindow + ", dslStoreFormat=" + dslStoreFormat + "}";
    }
}
