package io.millrace.state;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a session store of the DSL has to be like. Immutable. */
public class DslSessionParams {

    private final String name;
    private final Duration retentionPeriod;
    private final EmitStrategy emitStrategy;
    private final DslStoreFormat storeFormat;

    /** Describes a store. */
    public DslSessionParams(
            String name, Duration retentionPeriod, EmitStrategy emitStrategy, DslStoreFormat storeFormat) {
        this.name = Objects.requireNonNull(name, "name cannot be null");
        this.retentionPeriod = retentionPeriod;
        this.emitStrategy = emitStrategy;
        this.storeFormat = storeFormat;
    }

    /** Name of the store. */
    public String name() {
        return name;
    }

    /** How long sessions are kept, counted in stream time from their end. */
    public Duration retentionPeriod() {
        return retentionPeriod;
    }

    /** When results are emitted. */
    public EmitStrategy emitStrategy() {
        return emitStrategy;
    }

    /** What the store keeps beside values. */
    public DslStoreFormat storeFormat() {
        return storeFormat;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof DslSessionParams that
                        && name.equals(that.name)
                        && Objects.equals(retentionPeriod, that.retentionPeriod)
                        && Objects.equals(emitStrategy, that.emitStrategy)
                        && storeFormat == that.storeFormat;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, retentionPeriod, emitStrategy, storeFormat);
    }

    @Override
    public String toString() {
        return "DslSessionParams{name='" + name + "', retentionPeriod=" + retentionPeriod + ", emitStrategy="
                + emitStrategy + ", storeFormat=" + storeFormat + "}";
    }
}
