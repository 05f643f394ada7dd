package io.millrace.interactive.metrics;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Prometheus' text format 0.0.4: families in order of names, each with its help and type once, no series twice. Confined to one thread.
 *
 * <p>Names and labels keep letters, digits and underscores; other characters become underscores. If two series become the same by that, the first stays.
 */
final class Exposition {

    static final String MEDIA_TYPE = "text/plain;version=0.0.4;charset=utf-8";

    /** Kinds of families. */
    enum Type {
        COUNTER,
        GAUGE
    }

    private static final class Family {

        final StringBuilder lines = new StringBuilder();
        final Set<String> series = new HashSet<>();
    }

    private final Map<String, Family> families = new TreeMap<>();

    /** Adds a value. */
    void add(String name, Type type, String help, Map<String, String> labels, Number value) {
        String familyName = sanitized(name);
        Family family = families.computeIfAbsent(familyName, key -> {
            Family made = new Family();
            made.lines
                    .append("# HELP ")
                    .append(key)
                    .append(' ')
                    .append(help.replace("\\", "\\\\").replace("\n", "\\n"))
                    .append("\n# TYPE ")
                    .append(key)
                    .append(type == Type.COUNTER ? " counter\n" : " gauge\n");
            return made;
        });
        String series = familyName + labels(labels);
        if (family.series.add(series)) {
            family.lines.append(series).append(' ').append(number(value)).append('\n');
        }
    }

    private static String labels(Map<String, String> labels) {
        if (labels.isEmpty()) {
            return "";
        }
        Map<String, String> clean = new LinkedHashMap<>();
        new TreeMap<>(labels)
                .forEach((name, value) -> clean.putIfAbsent(sanitized(name).replace(':', '_'), value));
        StringBuilder text = new StringBuilder("{");
        clean.forEach((name, value) -> text.append(text.length() == 1 ? "" : ",")
                .append(name)
                .append("=\"")
                .append(value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"))
                .append('"'));
        return text.append('}').toString();
    }

    private static String sanitized(String name) {
        StringBuilder clean = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':';
            boolean isDigit = c >= '0' && c <= '9';
            if (i == 0 && isDigit) {
                clean.append('_');
            }
            clean.append(isLetter || isDigit ? c : '_');
        }
        return clean.isEmpty() ? "_" : clean.toString();
    }

    private static String number(Number value) {
        if (value instanceof Long || value instanceof Integer) {
            return value.toString();
        }
        double number = value.doubleValue();
        if (Double.isNaN(number)) {
            return "NaN";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "+Inf" : "-Inf";
        }
        return Double.toString(number);
    }

    @Override
    public String toString() {
        StringBuilder all = new StringBuilder();
        families.values().forEach(family -> all.append(family.lines));
        return all.toString();
    }
}
