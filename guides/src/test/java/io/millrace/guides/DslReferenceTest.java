package io.millrace.guides;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dsl.BranchedKStream;
import io.millrace.dsl.CogroupedKStream;
import io.millrace.dsl.GlobalKTable;
import io.millrace.dsl.KGroupedStream;
import io.millrace.dsl.KGroupedTable;
import io.millrace.dsl.KStream;
import io.millrace.dsl.KTable;
import io.millrace.dsl.SessionWindowedCogroupedKStream;
import io.millrace.dsl.SessionWindowedKStream;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.dsl.TimeWindowedCogroupedKStream;
import io.millrace.dsl.TimeWindowedKStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The DSL reference leaves out no operator. */
class DslReferenceTest {

    private static final String EXAMPLES = Document.of("docs/guides/dsl-reference.md").blocks().stream()
            .flatMap(block -> block.code().stream())
            .collect(Collectors.joining("\n"))
            .replaceAll("<[^()]*?>", "");

    @ParameterizedTest
    @ValueSource(
            classes = {
                StreamsBuilder.class,
                KStream.class,
                BranchedKStream.class,
                KGroupedStream.class,
                TimeWindowedKStream.class,
                SessionWindowedKStream.class,
                CogroupedKStream.class,
                TimeWindowedCogroupedKStream.class,
                SessionWindowedCogroupedKStream.class,
                KTable.class,
                KGroupedTable.class,
                GlobalKTable.class
            })
    void shouldShowEveryMethod(Class<?> type) {
        assertThat(Arrays.stream(type.getDeclaredMethods())
                        .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                        .map(Method::getName)
                        .distinct()
                        .filter(name -> !name.equals("build")))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(EXAMPLES).contains("." + name + "("));
    }
}
