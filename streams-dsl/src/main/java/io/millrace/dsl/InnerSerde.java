package io.millrace.dsl;

import io.millrace.config.ConfigException;
import io.millrace.serialization.Serde;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The serde inside a windowed one, as a configuration names it. */
final class InnerSerde {

    /** The key that both the serializer's and the deserializer's fall back on. */
    private static final String COMMON_KEY = "windowed.inner.class.serde";

    private InnerSerde() {}

    /**
     * The configured serde; null if none is.
     *
     * @param key of the serializer or the deserializer
     */
    @SuppressWarnings("unchecked") // the configuration names a serde of the right type, or the first record fails
    static <T> @Nullable Serde<T> configured(Map<String, ?> configs, String key) {
        String usedKey = configs.get(key) == null ? COMMON_KEY : key;
        Object className = configs.get(usedKey);
        if (className == null) {
            return null;
        }
        try {
            return (Serde<T>) Class.forName(
                            (String) className,
                            true,
                            Thread.currentThread().getContextClassLoader() == null
                                    ? InnerSerde.class.getClassLoader()
                                    : Thread.currentThread().getContextClassLoader())
                    .asSubclass(Serde.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new ConfigException(
                    usedKey,
                    className,
                    "Serde class " + className
                            + " could not be made: it must be on the class path and have a public constructor without"
                            + " parameters");
        }
    }

    /**
     * The part to be used: the given one, or that of the configured serde. Both may be there only if they are of one class.
     *
     * @param kind "serializer" or "deserializer"
     */
    static <P> P choose(@Nullable P given, @Nullable P configured, String kind, String key) {
        if (given == null && configured == null) {
            throw new IllegalArgumentException("No " + kind + " for the keys inside windowed keys: give one to the"
                    + " constructor or set " + key);
        }
        if (given == null) {
            return Objects.requireNonNull(configured);
        }
        if (configured != null && !given.getClass().equals(configured.getClass())) {
            throw new IllegalArgumentException("The " + kind + " given to the constructor, "
                    + given.getClass().getName() + ", is different from the one that " + key + " names, "
                    + configured.getClass().getName() + ": set only one of them");
        }
        return given;
    }

    /** Fails for a windowed serializer or deserializer that was never told what is inside. */
    static <P> P require(@Nullable P inner, Object outer) {
        if (inner == null) {
            throw new NullPointerException(
                    outer.getClass().getSimpleName()
                            + " has nothing for the keys inside windowed keys: use the constructor that takes it, or configure it");
        }
        return inner;
    }
}
