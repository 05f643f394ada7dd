package io.millrace.parity.api;

import io.millrace.parity.api.ApiSurface.Member;
import java.lang.reflect.Executable;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Goes through the public API of 4.3.1 and looks each part of it up in Millrace. */
final class ApiComparison {

    /** Deprecated, but kept: programs and semantics need them. */
    private static final Set<String> KEPT = Set.of(
            "org.apache.kafka.streams.kstream.JoinWindows.of", "org.apache.kafka.streams.kstream.JoinWindows.grace");

    private final NameMap names;
    private final TypeText oldText;
    private final TypeText newText = new TypeText(name -> name);
    /** What is missing or different, with a description of the difference. */
    private final Map<String, String> gaps = new TreeMap<>();
    /** What only exists to serve a type that was left out, with that type. */
    private final Map<String, String> leftOut = new LinkedHashMap<>();

    private int present;

    ApiComparison(NameMap names) {
        this.names = names;
        this.oldText = new TypeText(name -> names.rename(name).orElse(name));
    }

    static ApiComparison run(NameMap names) {
        ApiComparison comparison = new ApiComparison(names);
        OldClasses.find(names).forEach(comparison::compare);
        return comparison;
    }

    Map<String, String> gaps() {
        return gaps;
    }

    Map<String, String> leftOut() {
        return leftOut;
    }

    int present() {
        return present;
    }

    private void compare(Class<?> old) {
        if (names.isLeftOut(old.getName())) {
            leftOut.put(old.getName(), "package-map.txt");
            return;
        }
        if (isDeprecated(old)) {
            leftOut.put(old.getName(), "deprecated");
            return;
        }
        Optional<String> home = names.rename(old.getName());
        if (home.isEmpty()) {
            gap(old.getName(), "no rule says where it goes");
            return;
        }
        Class<?> counterpart = find(home.get());
        if (counterpart == null) {
            gap(home.get(), "is missing");
            return;
        }
        present++;
        compareTypes(home.get(), new ApiSurface(old, oldText), new ApiSurface(counterpart, newText));
    }

    private static boolean isDeprecated(Class<?> type) {
        for (Class<?> at = type; at != null; at = at.getDeclaringClass()) {
            if (at.isAnnotationPresent(Deprecated.class)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Class<?> find(String name) {
        try {
            return Class.forName(name, false, ApiComparison.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    private void compareTypes(String home, ApiSurface old, ApiSurface ours) {
        Map<String, String> ourFacts = ours.typeFacts();
        old.typeFacts().forEach((fact, expected) -> expect(home + " " + fact, expected, ourFacts.get(fact)));
        Map<String, String> ourSupertypes = ours.supertypes(type -> true);
        old.supertypes(this::isPublicApi).forEach((name, generic) -> {
            String actual = ourSupertypes.get(name);
            if (actual == null) {
                gap(home + " supertype " + name, "is missing");
            } else if (!generic.isEmpty() && !actual.isEmpty()) {
                expect(home + " supertype " + name, generic, actual);
            } else {
                present++;
            }
        });
        Map<String, Member> ourMembers = ours.members(executable -> true);
        old.members(ApiComparison::isKept)
                .forEach((name, member) -> compareMembers(home + "." + name, member, ourMembers.get(name)));
    }

    private static boolean isKept(Executable executable) {
        return KEPT.contains(executable.getDeclaringClass().getName() + "." + executable.getName());
    }

    private boolean isPublicApi(Class<?> type) {
        return Modifier.isPublic(type.getModifiers())
                && names.rename(type.getName()).isPresent();
    }

    private void compareMembers(String name, Member old, @Nullable Member ours) {
        Set<String> homeless = new TreeSet<>();
        old.mentions().stream().filter(type -> names.rename(type).isEmpty()).forEach(homeless::add);
        if (names.isLeftOut(old.declaredBy().getName())) {
            homeless.add(old.declaredBy().getName());
        }
        if (!homeless.isEmpty()) {
            leftOut.put(name, String.join(", ", homeless));
        } else if (ours == null) {
            gap(name, "is missing");
        } else if (!old.erased().equals(ours.erased())) {
            gap(name, "is '" + ours.erased() + "' and should be '" + old.erased() + "'");
        } else if (old.generic() != null && ours.generic() != null) {
            expect(name, old.generic(), ours.generic());
        } else {
            present++;
        }
    }

    private void expect(String name, String expected, @Nullable String actual) {
        if (expected.equals(actual)) {
            present++;
        } else {
            gap(name, "is '" + actual + "' and should be '" + expected + "'");
        }
    }

    private void gap(String name, String description) {
        gaps.put(name, description);
    }
}
