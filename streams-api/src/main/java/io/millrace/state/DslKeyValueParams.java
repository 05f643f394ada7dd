package io.millrace.state;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a key-value store of the DSL has to be like. Immutable. */
public class DslKeyValueParams {

    private final String name;
    private final DslStoreFormat dslStoreFormat;

    /** Describes a store. */
    public DslKeyValueParams(String name, DslStoreFormat dslStoreFormat) {
        this.name = Objects.requireNonNull(name, "name cannot be null");
        this.dslStoreFormat = dslStoreFormat;
    }

    /** Name of the store. */
    public String name() {
        return name;
    }

    /** What the store keeps beside values. */
    public DslStoreFormat dslStoreFormat() {
        return dslStoreFormat;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof DslKeyValueParams that
                        && name.equals(that.name)
                        && dslStoreFormat == that.dslStoreFormat;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, dslStoreFormat);
    }

    @Override
    public String toString() {
        return "DslKeyValueParams{name='" + name + "', dslStoreFormat=" + dslStoreFormat + "}";
    }
}
