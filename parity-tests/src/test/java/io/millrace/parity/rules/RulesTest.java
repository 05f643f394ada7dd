package io.millrace.parity.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.parity.api.NameMap;
import io.millrace.parity.differential.RenamingLoader;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class RulesTest {

    private static final int RULES = 96;

    private static final List<Class<?>> CLASSES = List.of(
            TimeRules.class,
            NullRules.class,
            AggregationRules.class,
            WindowRules.class,
            EmissionRules.class,
            StreamJoinRules.class,
            TableJoinRules.class,
            ForeignKeyRules.class,
            TopologyRules.class,
            HandlerRules.class,
            VersionedRules.class);

    @TestFactory
    Stream<DynamicTest> shouldHoldOnKafkaStreams() {
        return tests(type -> type);
    }

    @TestFactory
    Stream<DynamicTest> shouldHoldOnMillrace() {
        RenamingLoader loader = new RenamingLoader(RulesTest.class.getPackageName(), NameMap.load());
        return tests(type -> loader.loadClass(type.getName()));
    }

    @Test
    void shouldShowEveryRuleHereOrSayWhereItIsTested() throws Exception {
        Set<Integer> shown = new TreeSet<>();
        rules().forEach(rule -> {
            for (int number : rule.getAnnotation(Rule.class).value()) {
                shown.add(number);
            }
        });
        Elsewhere.read().forEach(entry -> {
            assertThat(shown)
                    .as("rule %d is shown here: take it out of elsewhere.txt", entry.rule())
                    .doesNotContain(entry.rule());
            assertThat(entry.exists())
                    .as("rule %d: there is no test %s", entry.rule(), entry.test())
                    .isTrue();
        });
        Elsewhere.read().forEach(entry -> shown.add(entry.rule()));

        assertThat(shown)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, RULES).boxed().collect(Collectors.toList()));
    }

    private interface Loading {
        Class<?> load(Class<?> type) throws ReflectiveOperationException;
    }

    private static List<Method> rules() {
        List<Method> rules = new ArrayList<>();
        for (Class<?> type : CLASSES) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.isAnnotationPresent(Rule.class)) {
                    rules.add(method);
                }
            }
        }
        rules.sort(Comparator.comparing(rule -> rule.getAnnotation(Rule.class).value()[0]));
        return rules;
    }

    private static Stream<DynamicTest> tests(Loading loading) {
        return rules().stream()
                .map(rule -> DynamicTest.dynamicTest(name(rule), () -> {
                    Class<?> type = loading.load(rule.getDeclaringClass());
                    Constructor<?> constructor = type.getDeclaredConstructor();
                    constructor.setAccessible(true);
                    Method method = type.getDeclaredMethod(rule.getName());
                    method.setAccessible(true);
                    try {
                        method.invoke(constructor.newInstance());
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private static String name(Method rule) {
        return IntStream.of(rule.getAnnotation(Rule.class).value())
                        .mapToObj(String::valueOf)
                        .collect(Collectors.joining(", "))
                + ": " + rule.getName();
    }
}
