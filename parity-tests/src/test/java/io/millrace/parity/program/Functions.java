package io.millrace.parity.program;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The functions of programs, by number. They are deterministic, and short texts stay short. */
public final class Functions {

    public static final int PREDICATES = 5;
    public static final int VALUES = 6;
    public static final int KEYS = 5;
    public static final int FLAT = 3;
    public static final int FOLDS = 4;
    public static final int TOPICS = 2;

    /** Number of the predicate that throws for values with an exclamation mark. */
    public static final int THROWING_PREDICATE = 5;

    private static final int LONGEST = 14;

    private Functions() {}

    /** What a user function throws. */
    public static final class Boom extends RuntimeException {

        private static final long serialVersionUID = 1;

        Boom() {
            super("boom");
        }
    }

    private static String text(@Nullable Object object) {
        return String.valueOf(object);
    }

    private static String limited(String text) {
        return text.length() <= LONGEST ? text : text.substring(text.length() - LONGEST);
    }

    private static char first(Object object) {
        String text = text(object);
        return text.isEmpty() ? '-' : text.charAt(0);
    }

    public static boolean predicate(int number, @Nullable Object key, @Nullable Object value) {
        return switch (number) {
            case 0 -> value != null && text(value).length() % 2 == 0;
            case 1 -> key != null && text(key).contains("a");
            case 2 -> Math.floorMod(text(value).hashCode(), 3) != 0;
            case 3 -> value != null;
            case 4 -> true;
            default -> {
                if (text(value).contains("!")) {
                    throw new Boom();
                }
                yield true;
            }
        };
    }

    /** A value of the type that is asked for. */
    public static @Nullable Object value(int number, Shape.Type type, @Nullable Object key, @Nullable Object value) {
        String text = value(number, key, value);
        return type == Shape.Type.LONG && text != null ? (Object) (long) text.length() : text;
    }

    private static @Nullable String value(int number, @Nullable Object key, @Nullable Object value) {
        return switch (number) {
            case 0 -> value == null ? null : limited(text(value) + "x");
            case 1 -> value == null || text(value).contains("n") ? null : text(value);
            case 2 -> limited(text(key) + ":" + text(value));
            case 3 -> "c";
            case 4 -> value == null ? "was null" : text(value);
            default -> value == null ? null : String.valueOf(first(value));
        };
    }

    public static @Nullable String key(int number, @Nullable Object key, @Nullable Object value) {
        return switch (number) {
            case 0 -> value == null ? null : String.valueOf(first(value));
            case 1 -> limited(text(key) + (value == null ? "" : first(value)));
            case 2 -> "k";
            case 3 -> key == null ? null : limited(text(key));
            default -> text(value).length() % 2 == 0 ? "even" : "odd";
        };
    }

    /** A number of values out of one. */
    public static List<@Nullable String> flat(int number, @Nullable Object key, @Nullable Object value) {
        List<@Nullable String> result = new ArrayList<>();
        switch (number) {
            case 0 -> {
                result.add("1" + (value == null ? "" : first(value)));
                result.add("2" + limited(text(value)));
            }
            case 1 -> {
                for (int i = 0; value != null && i < Math.min(3, text(value).length()); i++) {
                    result.add(text(value).substring(i, i + 1));
                }
            }
            default -> {
                result.add(null);
                result.add(limited(text(key)));
            }
        }
        return result;
    }

    /** The next state of an aggregate or reduction. */
    public static @Nullable Object fold(
            int number, Shape.Type type, @Nullable Object key, @Nullable Object value, @Nullable Object state) {
        if (type == Shape.Type.LONG) {
            long before = state == null ? 0 : Long.parseLong(text(state));
            return number == 1 && before >= 4
                    ? null
                    : (Object) (before + text(value).length());
        }
        return switch (number) {
            case 0 -> limited(text(state) + "+" + text(value));
            case 1 -> text(value).contains("n") ? null : limited(text(state) + text(value));
            case 2 -> text(state).compareTo(text(value)) < 0 ? text(value) : text(state);
            default -> limited(text(key) + text(value));
        };
    }

    /** Takes a value out of an aggregate again. */
    public static @Nullable Object unfold(
            int number, Shape.Type type, @Nullable Object key, @Nullable Object value, @Nullable Object state) {
        if (type == Shape.Type.LONG) {
            long before = state == null ? 0 : Long.parseLong(text(state));
            return before - text(value).length();
        }
        return switch (number) {
            case 0 -> limited(text(state) + "-" + text(value));
            case 1 -> text(state).length() > 8 ? null : limited(text(state) + "~" + text(value));
            default -> text(state);
        };
    }

    public static Object initial(Shape.Type type) {
        return type == Shape.Type.LONG ? (Object) 0L : "i";
    }

    public static String joined(@Nullable Object key, @Nullable Object left, @Nullable Object right) {
        return limited(text(left) + "/" + text(right));
    }

    /** The key of a row of another table; null for some rows. */
    public static @Nullable String foreignKey(int number, @Nullable Object key, @Nullable Object value) {
        if (value == null || text(value).contains("n")) {
            return null;
        }
        return switch (number) {
            case 0 -> String.valueOf(first(value));
            case 1 -> text(value).length() % 2 == 0 ? "a" : "b";
            default -> key == null ? null : String.valueOf(first(key));
        };
    }

    public static String topic(int number, @Nullable Object value) {
        return number == 0 ? "dyn" + text(value).length() % 2 : "dyn";
    }
}
