package io.millrace.dsl.lowering;

import io.millrace.dsl.plan.Deduplicate;
import io.millrace.dsl.plan.StoreSettings;
import io.millrace.dsl.plan.WindowAggregate;
import io.millrace.dsl.plan.Windowing;
import io.millrace.serialization.Serde;
import io.millrace.state.DslSessionParams;
import io.millrace.state.DslStoreFormat;
import io.millrace.state.DslStoreSuppliers;
import io.millrace.state.DslWindowParams;
import io.millrace.state.EmitStrategy;
import io.millrace.state.HeadersBytesStoreSupplier;
import io.millrace.state.SessionBytesStoreSupplier;
import io.millrace.state.StoreBuilder;
import io.millrace.state.WindowBytesStoreSupplier;
import io.millrace.stores.Stores;
import io.millrace.topology.graph.CompileSettings;
import io.millrace.topology.graph.StoreDefinition;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The store of a windowed table: a session store or a timestamped window store. Which implementation it gets is decided as for {@link TableStoreDefinition}.
 *
 * @param ofBuilder store suppliers of the builder's configuration
 * @param logging whether it has a changelog
 */
record WindowStoreDefinition(
        StoreSettings settings,
        Windowing windowing,
        boolean emitsOnClose,
        @Nullable DslStoreSuppliers ofBuilder,
        boolean logging)
        implements StoreDefinition {

    static WindowStoreDefinition of(WindowAggregate aggregate, @Nullable DslStoreSuppliers ofBuilder) {
        return new WindowStoreDefinition(
                aggregate.store(),
                aggregate.windowing(),
                aggregate.emitsOnClose(),
                ofBuilder,
                aggregate.store().logging());
    }

    /** The store of a deduplication: ids at the times of their first records. */
    static WindowStoreDefinition of(Deduplicate operation, @Nullable DslStoreSuppliers ofBuilder) {
        return new WindowStoreDefinition(
                operation.store(),
                new Windowing.Fixed(startMs -> Map.of(), operation.windowMs(), operation.graceMs()),
                false,
                ofBuilder,
                operation.store().logging());
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public boolean loggingEnabled() {
        return logging;
    }

    @Override
    public Map<String, String> changelogConfig() {
        return logging ? settings.changelogConfig() : Map.of();
    }

    @Override
    public StoreDefinition withoutLogging() {
        return new WindowStoreDefinition(settings, windowing, emitsOnClose, ofBuilder, false);
    }

    @Override
    public long historyRetentionMs() {
        return -1;
    }

    @Override
    public boolean isSameAs(StoreDefinition other) {
        return other instanceof WindowStoreDefinition definition && definition.settings == settings;
    }

    @Override
    public StoreBuilder<?> builder(CompileSettings compileSettings) {
        DslStoreSuppliers suppliers = TableStoreDefinition.suppliers(settings.suppliers(), ofBuilder, compileSettings);
        StoreBuilder<?> builder = windowing instanceof Windowing.Session
                ? sessions(suppliers, compileSettings.storeFormat())
                : windows(suppliers, compileSettings.storeFormat());
        if (logging) {
            builder.withLoggingEnabled(settings.changelogConfig());
        } else {
            builder.withLoggingDisabled();
        }
        boolean cachesClosing =
                windowing instanceof Windowing.Fixed; // 4.3.1 switches the cache off for the others only
        if (settings.caching() && compileSettings.caching() && (cachesClosing || !emitsOnClose)) {
            builder.withCachingEnabled();
        }
        return builder;
    }

    private Duration retention() {
        Duration given = settings.retention();
        return given != null ? given : Duration.ofMillis(windowing.retentionMs());
    }

    private EmitStrategy emitStrategy() {
        return emitsOnClose ? EmitStrategy.onWindowClose() : EmitStrategy.onWindowUpdate();
    }

    @SuppressWarnings("NullAway") // a null serde means the configured default, which the store finds itself
    private StoreBuilder<?> windows(DslStoreSuppliers suppliers, DslStoreFormat format) {
        WindowBytesStoreSupplier supplier = (WindowBytesStoreSupplier) settings.supplier();
        if (supplier == null) {
            long sizeMs = windowing instanceof Windowing.Sliding sliding
                    ? sliding.differenceMs()
                    : ((Windowing.Fixed) windowing).sizeMs();
            supplier = suppliers.windowStore(new DslWindowParams(
                    settings.name(),
                    retention(),
                    Duration.ofMillis(sizeMs),
                    false,
                    emitStrategy(),
                    windowing instanceof Windowing.Sliding,
                    format));
        }
        Serde<Object> keys = TableStoreDefinition.anySerde(settings.keySerde());
        Serde<Object> values = TableStoreDefinition.anySerde(settings.valueSerde());
        return supplier instanceof HeadersBytesStoreSupplier
                ? Stores.timestampedWindowStoreWithHeadersBuilder(supplier, keys, values)
                : Stores.timestampedWindowStoreBuilder(supplier, keys, values);
    }

    @SuppressWarnings("NullAway") // as above
    private StoreBuilder<?> sessions(DslStoreSuppliers suppliers, DslStoreFormat format) {
        SessionBytesStoreSupplier supplier = (SessionBytesStoreSupplier) settings.supplier();
        if (supplier == null) {
            supplier = suppliers.sessionStore(new DslSessionParams(
                    settings.name(),
                    retention(),
                    emitStrategy(),
                    format == DslStoreFormat.HEADERS ? DslStoreFormat.HEADERS : DslStoreFormat.PLAIN));
        }
        Serde<Object> keys = TableStoreDefinition.anySerde(settings.keySerde());
        Serde<Object> values = TableStoreDefinition.anySerde(settings.valueSerde());
        return supplier instanceof HeadersBytesStoreSupplier
                ? Stores.sessionStoreWithHeadersBuilder(supplier, keys, values)
                : Stores.sessionStoreBuilder(supplier, keys, values);
    }
}
