package io.millrace.config;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Types of configuration values, and how a value given as text or as an object becomes one of them. */
enum ConfigType {
    STRING("a text") {
        @Override
        @Nullable
        Object parse(Object given) {
            return given instanceof String text ? text.trim() : null;
        }
    },
    BOOLEAN("true or false") {
        @Override
        @Nullable
        Object parse(Object given) {
            if (given instanceof Boolean) {
                return given;
            }
            String text = given instanceof String s ? s.trim().toLowerCase(Locale.ROOT) : "";
            return switch (text) {
                case "true" -> true;
                case "false" -> false;
                default -> null;
            };
        }
    },
    INT("a whole number of 32 bits") {
        @Override
        @Nullable
        Object parse(Object given) {
            Long number = wholeNumber(given);
            return number != null && number == number.intValue() ? number.intValue() : null;
        }
    },
    LONG("a whole number of 64 bits") {
        @Override
        @Nullable
        Object parse(Object given) {
            return wholeNumber(given);
        }
    },
    LIST("a list, or a text with commas") {
        @Override
        @Nullable
        Object parse(Object given) {
            if (given instanceof List<?> list) {
                return List.copyOf(list);
            }
            if (!(given instanceof String text)) {
                return null;
            }
            return text.isBlank() ? List.of() : List.of(text.trim().split("\\s*,\\s*"));
        }
    },
    CLASS("a class, or the name of one on the class path") {
        @Override
        @Nullable
        Object parse(Object given) {
            if (given instanceof Class<?>) {
                return given;
            }
            return given instanceof String name ? load(name.trim()) : null;
        }
    };

    private final String description;

    ConfigType(String description) {
        this.description = description;
    }

    /** What values of this type look like, in words. */
    String description() {
        return description;
    }

    /** The value, or null if {@code given} is none of this type. */
    abstract @Nullable Object parse(Object given);

    private static @Nullable Long wholeNumber(Object given) {
        if (given instanceof Integer || given instanceof Long || given instanceof Short) {
            return ((Number) given).longValue();
        }
        if (given instanceof String text) {
            try {
                return Long.valueOf(text.trim());
            } catch (NumberFormatException e) {
                return null;
            }
        }
        return null;
    }

    private static @Nullable Class<?> load(String name) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try {
            return Class.forName(name, true, loader != null ? loader : ConfigType.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            return null;
        }
    }
}
