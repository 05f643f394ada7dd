package io.millrace.config;

import org.jspecify.annotations.Nullable;

/** One key of a configuration: its type, the value it has when it is not set, what values are valid, what it means. */
record ConfigKey(String name, ConfigType type, @Nullable Object defaultValue, Validator validator, String doc) {

    /** The value for what was given. Throws {@link ConfigException} if it is not valid. */
    Object parse(Object given) {
        Object value = type.parse(given);
        if (value == null) {
            throw new ConfigException(name, given, "it must be " + type.description() + describeValid());
        }
        if (!validator.condition().test(value)) {
            throw new ConfigException(name, given, "it must be " + validator.valid());
        }
        return value;
    }

    private String describeValid() {
        return validator.valid().isEmpty() ? "" : "; valid is: " + validator.valid();
    }

    /** Value of {@link #defaultValue} in words. */
    String defaultText() {
        if (defaultValue instanceof Class<?> type) {
            return type.getName();
        }
        return defaultValue == null ? "none" : defaultValue.toString();
    }
}
