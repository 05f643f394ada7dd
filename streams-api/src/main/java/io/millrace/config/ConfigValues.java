package io.millrace.config;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Parsed values of a configuration together with what was given. Immutable. */
final class ConfigValues {

    private final ConfigTable table;
    private final Map<String, Object> originals;
    private final Map<String, @Nullable Object> values;

    private ConfigValues(ConfigTable table, Map<String, Object> originals, Map<String, @Nullable Object> values) {
        this.table = table;
        this.originals = originals;
        this.values = values;
    }

    /** Parses what was given. Throws {@link ConfigException} for a key that is no text and a value that is not valid. */
    static ConfigValues parse(ConfigTable table, Map<?, ?> given) {
        Map<String, Object> originals = textKeys(given);
        return new ConfigValues(table, originals, table.parse(originals));
    }

    private static Map<String, Object> textKeys(Map<?, ?> given) {
        Map<String, Object> originals = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : given.entrySet()) {
            if (!(entry.getKey() instanceof String name)) {
                throw new ConfigException(String.valueOf(entry.getKey()), entry.getValue(), "keys must be texts");
            }
            if (entry.getValue() != null) {
                originals.put(name, entry.getValue());
            }
        }
        // The defaults of a java.util.Properties are not among its entries.
        if (given instanceof Properties properties) {
            for (String name : properties.stringPropertyNames()) {
                originals.putIfAbsent(name, properties.getProperty(name));
            }
        }
        return originals;
    }

    /** The same with another value for one key that was not given. */
    ConfigValues withDefault(String name, Object value) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(values);
        changed.put(table.require(name).name(), value);
        return new ConfigValues(table, originals, changed);
    }

    boolean isSet(String name) {
        return originals.containsKey(name);
    }

    Map<String, Object> originals() {
        return new LinkedHashMap<>(originals);
    }

    Map<String, Object> originalsWithPrefix(String prefix) {
        Map<String, Object> found = new LinkedHashMap<>();
        originals.forEach((name, value) -> {
            if (name.startsWith(prefix) && name.length() > prefix.length()) {
                found.put(name.substring(prefix.length()), value);
            }
        });
        return found;
    }

    Map<String, @Nullable Object> values() {
        return Collections.unmodifiableMap(values);
    }

    @Nullable
    Object get(String name) {
        return values.get(table.require(name).name());
    }

    <T> @Nullable T get(String name, ConfigType type, Class<T> javaType) {
        ConfigKey key = table.require(name);
        if (key.type() != type) {
            throw new ConfigException("The key " + name + " is of type " + key.type() + ", not " + type);
        }
        return javaType.cast(values.get(name));
    }

    <T> T require(String name, ConfigType type, Class<T> javaType) {
        T value = get(name, type, javaType);
        if (value == null) {
            throw new ConfigException("The configuration key " + name + " is not set and has no default");
        }
        return value;
    }

    /** A new object of the class that the key names, configured if it wants to be; null if it names none. */
    <T> @Nullable T configuredInstance(String name, Class<T> type) {
        Class<?> named = get(name, ConfigType.CLASS, Class.class);
        return named == null ? null : configured(name, named, type);
    }

    <T> List<T> configuredInstances(String name, Class<T> type) {
        List<T> instances = new ArrayList<>();
        for (Object element : require(name, ConfigType.LIST, List.class)) {
            Object named = ConfigType.CLASS.parse(element);
            if (named == null) {
                throw new ConfigException(name, element, "it must be " + ConfigType.CLASS.description());
            }
            instances.add(configured(name, (Class<?>) named, type));
        }
        return instances;
    }

    private <T> T configured(String name, Class<?> named, Class<T> type) {
        if (!type.isAssignableFrom(named)) {
            throw new ConfigException(name, named.getName(), "it must be a class that implements " + type.getName());
        }
        Object instance;
        try {
            instance = named.getDeclaredConstructor().newInstance();
        } catch (InvocationTargetException e) {
            throw withCause(new ConfigException(name, named.getName(), "its constructor failed"), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw withCause(
                    new ConfigException(
                            name,
                            named.getName(),
                            "it must be a public class with a public constructor without parameters"),
                    e);
        }
        if (instance instanceof Configurable configurable) {
            configurable.configure(originals());
        }
        return type.cast(instance);
    }

    private static ConfigException withCause(ConfigException exception, @Nullable Throwable cause) {
        exception.initCause(cause);
        return exception;
    }
}
