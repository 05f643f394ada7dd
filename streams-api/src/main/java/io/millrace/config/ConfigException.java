package io.millrace.config;

import io.millrace.errors.MillraceException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A configuration that cannot work: names the key, the value, and what would be valid. */
public class ConfigException extends MillraceException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** With a message. */
    public ConfigException(@Nullable String message) {
        super(message);
    }

    /** With a key and its value. */
    public ConfigException(String name, @Nullable Object value) {
        this(name, value, null);
    }

    /** With a key, its value, and what is wrong with it. */
    public ConfigException(String name, @Nullable Object value, @Nullable String message) {
        super("Configuration " + name + " has the value " + quoted(value) + (message == null ? "" : ": " + message));
    }

    private static String quoted(@Nullable Object value) {
        return value instanceof String ? "'" + value + "'" : String.valueOf(value);
    }
}
