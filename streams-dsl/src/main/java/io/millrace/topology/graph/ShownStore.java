package io.millrace.topology.graph;

import io.millrace.processor.StateStore;
import io.millrace.state.StoreBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The store of a DSL operator, as a processor wrapper sees it among the stores of a supplier. What it builds depends on the configuration, so it can build only after the
 * topology was compiled.
 */
final class ShownStore implements StoreBuilder<StateStore> {

    private StoreDefinition definition;
    private @Nullable CompileSettings settings;

    ShownStore(StoreDefinition definition) {
        this.definition = definition;
    }

    /** What is shown, without what a wrapper switched off. */
    StoreDefinition definition() {
        return definition;
    }

    void compiledWith(CompileSettings chosen) {
        settings = chosen;
    }

    @Override
    public StoreBuilder<StateStore> withCachingEnabled() {
        throw belongsToTheDsl("caching on");
    }

    @Override
    public StoreBuilder<StateStore> withCachingDisabled() {
        definition = new UncachedStore(definition);
        return this;
    }

    @Override
    public StoreBuilder<StateStore> withLoggingEnabled(Map<String, String> config) {
        throw belongsToTheDsl("a changelog on");
    }

    @Override
    public StoreBuilder<StateStore> withLoggingDisabled() {
        definition = definition.withoutLogging();
        return this;
    }

    private IllegalStateException belongsToTheDsl(String what) {
        return new IllegalStateException(
                "Store '" + name() + "' belongs to an operator of the DSL: a processor wrapper cannot switch " + what
                        + ". Use Materialized, or wrap what the builder builds.");
    }

    @Override
    public StateStore build() {
        if (settings == null) {
            throw new IllegalStateException("Store '" + name()
                    + "' belongs to an operator of the DSL: it can be built only once the topology runs.");
        }
        return definition.builder(settings).build();
    }

    @Override
    public Map<String, String> logConfig() {
        return definition.changelogConfig();
    }

    @Override
    public boolean loggingEnabled() {
        return definition.loggingEnabled();
    }

    @Override
    public String name() {
        return definition.name();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ShownStore store && definition.isSameAs(store.definition);
    }

    /** Equal stores have equal names; an added store that is not the same is refused by its name. */
    @Override
    public int hashCode() {
        return name().hashCode();
    }

    /** A store whose cache a wrapper has switched off. */
    private record UncachedStore(StoreDefinition cached) implements StoreDefinition {

        @Override
        public String name() {
            return cached.name();
        }

        @Override
        public boolean loggingEnabled() {
            return cached.loggingEnabled();
        }

        @Override
        public Map<String, String> changelogConfig() {
            return cached.changelogConfig();
        }

        @Override
        public StoreDefinition withoutLogging() {
            return new UncachedStore(cached.withoutLogging());
        }

        @Override
        public long historyRetentionMs() {
            return cached.historyRetentionMs();
        }

        @Override
        public StoreBuilder<?> builder(CompileSettings settings) {
            return cached.builder(new CompileSettings(false, settings.storeSuppliers(), settings.storeFormat()));
        }

        @Override
        public boolean isSameAs(StoreDefinition other) {
            return cached.isSameAs(other instanceof UncachedStore uncached ? uncached.cached : other);
        }
    }
}
