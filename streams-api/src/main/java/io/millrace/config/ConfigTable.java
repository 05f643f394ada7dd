package io.millrace.config;

import io.millrace.text.EditDistance;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All keys of one kind of configuration, in the order in which they are documented. */
final class ConfigTable {

    private final Map<String, ConfigKey> keys = new LinkedHashMap<>();

    ConfigTable define(String name, ConfigType type, @Nullable Object defaultValue, Validator validator, String doc) {
        ConfigKey key = new ConfigKey(name, type, defaultValue, validator, doc);
        if (keys.put(name, key) != null) {
            throw new IllegalStateException("The key " + name + " is defined twice");
        }
        return this;
    }

    Collection<ConfigKey> keys() {
        return keys.values();
    }

    boolean isDefined(String name) {
        return keys.containsKey(name);
    }

    ConfigKey require(String name) {
        ConfigKey key = keys.get(name);
        if (key == null) {
            throw new ConfigException("There is no configuration key '" + name + "'");
        }
        return key;
    }

    /** The value of every key: as given, else its default, which may be null. A given null counts as not given. */
    Map<String, @Nullable Object> parse(Map<String, Object> given) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (ConfigKey key : keys.values()) {
            Object value = given.get(key.name());
            values.put(key.name(), value == null ? key.defaultValue() : key.parse(value));
        }
        return values;
    }

    /** The defined key that takes the fewest edits to get from {@code name}, if it takes no more than a third of it. */
    Optional<String> nearest(String name) {
        String best = null;
        int fewest = Math.max(1, name.length() / 3) + 1;
        for (String candidate : keys.keySet()) {
            int edits = EditDistance.between(name, candidate);
            if (edits < fewest) {
                fewest = edits;
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }
}
