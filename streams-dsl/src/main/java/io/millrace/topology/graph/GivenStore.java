package io.millrace.topology.graph;

import io.millrace.state.StoreBuilder;
import java.util.Map;
import java.util.Objects;

/** A store whose builder the program made. */
public record GivenStore(StoreBuilder<?> given) implements StoreDefinition {

    public GivenStore {
        Objects.requireNonNull(given, "builder cannot be null");
        Objects.requireNonNull(given.name(), "store name");
    }

    @Override
    public String name() {
        return given.name();
    }

    @Override
    public boolean loggingEnabled() {
        return given.loggingEnabled();
    }

    @Override
    public Map<String, String> changelogConfig() {
        return given.loggingEnabled() ? given.logConfig() : Map.of();
    }

    /** The builder belongs to the program and cannot be copied: it is changed, as in 4.3.1. */
    @Override
    public StoreDefinition withoutLogging() {
        given.withLoggingDisabled();
        return this;
    }

    @Override
    public long historyRetentionMs() {
        return -1;
    }

    @Override
    public StoreBuilder<?> builder(CompileSettings settings) {
        if (!settings.caching()) {
            given.withCachingDisabled();
        }
        return given;
    }

    @Override
    public boolean isSameAs(StoreDefinition other) {
        return other instanceof GivenStore store && given.equals(store.given);
    }
}
