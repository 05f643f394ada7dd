package io.millrace.state;

import java.util.Locale;

/** What the stores of the DSL keep beside values. */
public enum DslStoreFormat {
    /** Values only. */
    PLAIN("PLAIN"),
    /** Values with timestamps. */
    TIMESTAMPED("TIMESTAMPED"),
    /** Values with timestamps and headers. */
    HEADERS("HEADERS");

    /** Name in the configuration. */
    public final String name;

    DslStoreFormat(String name) {
        this.name = name;
    }

    /** The format with this name, in any case. Throws {@code IllegalArgumentException} if there is none. */
    public static DslStoreFormat of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
