package io.millrace.stores.build;

import io.millrace.processor.StateStore;
import io.millrace.state.StoreBuilder;
import io.millrace.stores.table.ChangelogNeeds;
import io.millrace.stores.table.StoreTraits;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds stores of one kind. As with every {@code StoreBuilder} the {@code with...} methods change the builder and return it.
 *
 * @param <T> type of the store
 */
public final class BuiltInStoreBuilder<T extends StateStore>
        implements StoreBuilder<T>, ChangelogNeeds, StoreTraits.Source {

    private static final Logger LOG = LoggerFactory.getLogger(BuiltInStoreBuilder.class);

    private final String name;
    private final Constructor<T> constructor;
    private final CachingRule cachingRule;
    private final Cleanup cleanup;
    private final StoreTraits traits;
    private boolean caching;
    private boolean logging = true;
    private Map<String, String> logConfig = new HashMap<>();

    /** Makes one store. */
    @FunctionalInterface
    public interface Constructor<T> {

        /**
         * @param caching whether the store may hold back changes
         */
        T create(boolean caching);
    }

    /** What becomes of a wish for caching. */
    public enum CachingRule {
        /** The store is cached. */
        ALLOWED,
        /** The store keeps duplicates: it is not cached, and a line in the log says so. */
        IGNORED,
        /** The store keeps versions: the wish is an error. */
        REFUSED
    }

    public BuiltInStoreBuilder(
            String name, CachingRule cachingRule, Cleanup cleanup, StoreTraits traits, Constructor<T> constructor) {
        this.name = name;
        this.cachingRule = cachingRule;
        this.cleanup = cleanup;
        this.traits = traits;
        this.constructor = constructor;
    }

    @Override
    public StoreBuilder<T> withCachingEnabled() {
        if (cachingRule == CachingRule.REFUSED) {
            throw new IllegalStateException("Store '" + name
                    + "' keeps versions, and versioned stores cannot be cached. Take withCachingEnabled away.");
        }
        caching = true;
        return this;
    }

    @Override
    public StoreBuilder<T> withCachingDisabled() {
        caching = false;
        return this;
    }

    @Override
    public StoreBuilder<T> withLoggingEnabled(@Nullable Map<String, String> config) {
        logging = true;
        logConfig = config == null ? new HashMap<>() : new HashMap<>(config);
        return this;
    }

    @Override
    public StoreBuilder<T> withLoggingDisabled() {
        logging = false;
        logConfig = new HashMap<>();
        return this;
    }

    @Override
    public T build() {
        if (caching && cachingRule == CachingRule.IGNORED) {
            LOG.warn("Store '{}' is not cached, since it keeps duplicates", name);
        }
        return constructor.create(caching && cachingRule == CachingRule.ALLOWED);
    }

    @Override
    public Map<String, String> logConfig() {
        return logConfig;
    }

    @Override
    public boolean loggingEnabled() {
        return logging;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Cleanup cleanup() {
        return cleanup;
    }

    @Override
    public long retentionMs() {
        return traits.retentionMs();
    }

    @Override
    public StoreTraits traits() {
        return traits;
    }
}
