package io.millrace.state;

import io.millrace.config.Configurable;
import java.util.Map;

/**
 * Chooses the stores of the DSL. Named by {@code dsl.store.suppliers.class}; needs a public constructor without
 * parameters.
 */
public interface DslStoreSuppliers extends Configurable {

    /** Called once, with the configuration. */
    @Override
    default void configure(Map<String, ?> configs) {}

    /** A supplier of key-value stores. */
    KeyValueBytesStoreSupplier keyValueStore(DslKeyValueParams params);

    /** A supplier of window stores. */
    WindowBytesStoreSupplier windowStore(DslWindowParams params);

    /** A supplier of session stores. */
    SessionBytesStoreSupplier sessionStore(DslSessionParams params);
}
