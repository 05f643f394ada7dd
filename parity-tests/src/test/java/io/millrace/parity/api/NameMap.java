package io.millrace.parity.api;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Where the classes of Kafka Streams went: {@code package-map.txt}. Immutable. */
public final class NameMap {

    private static final String LEFT_OUT = "-";

    private final Map<String, String> exceptions = new HashMap<>();
    private final List<Rule> rules = new ArrayList<>();

    private record Rule(String oldPackage, String newPackage) {}

    private NameMap(List<String> lines) {
        for (String line : lines) {
            String[] words = line.replaceFirst("^#\\s*", "").strip().split("\\s+");
            if (words.length != 2) {
                continue;
            }
            if (line.startsWith("#") && words[0].endsWith(".*")) {
                rules.add(new Rule(words[0].substring(0, words[0].length() - 2), words[1]));
            } else if (!line.startsWith("#")) {
                exceptions.put(words[0], words[1]);
            }
        }
        rules.sort(Comparator.comparingInt((Rule rule) -> rule.oldPackage().length())
                .reversed());
    }

    /** The map in the test resources. */
    public static NameMap load() {
        return new NameMap(Resources.lines("/api/package-map.txt"));
    }

    /** Binary name of a class of Kafka's, after the renaming; empty if it was left out or has no home. Classes of others keep theirs. */
    public Optional<String> rename(String oldName) {
        if (!oldName.startsWith("org.apache.kafka.")) {
            return Optional.of(oldName);
        }
        int nested = oldName.indexOf('$');
        String outer = nested < 0 ? oldName : oldName.substring(0, nested);
        String inner = nested < 0 ? "" : oldName.substring(nested);
        String exception = exceptions.get(outer);
        if (exception != null) {
            return exception.equals(LEFT_OUT) ? Optional.empty() : Optional.of(exception + inner);
        }
        String oldPackage = outer.substring(0, outer.lastIndexOf('.'));
        return rules.stream()
                .filter(rule -> rule.oldPackage().equals(oldPackage))
                .findFirst()
                .map(rule -> rule.newPackage() + outer.substring(oldPackage.length()) + inner);
    }

    /** Whether the map says that the class is left out. */
    public boolean isLeftOut(String oldName) {
        int nested = oldName.indexOf('$');
        return LEFT_OUT.equals(exceptions.get(nested < 0 ? oldName : oldName.substring(0, nested)));
    }

    /** Packages of Kafka's with a rule. */
    public Set<String> packages() {
        Set<String> packages = new TreeSet<>();
        rules.forEach(rule -> packages.add(rule.oldPackage()));
        return packages;
    }

    /** Classes with a line of their own that have a home. */
    public Set<String> namedClasses() {
        Set<String> names = new TreeSet<>(exceptions.keySet());
        names.removeIf(this::isLeftOut);
        return names;
    }
}
