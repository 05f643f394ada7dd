package io.millrace.parity.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.parity.oracle.Transcript;
import io.millrace.parity.program.Event;
import io.millrace.parity.program.Operator;
import io.millrace.parity.program.Program;
import io.millrace.parity.program.Scenario;
import io.millrace.parity.program.Shape;
import io.millrace.parity.program.Shape.Kind;
import io.millrace.parity.program.Shape.Type;
import io.millrace.parity.program.Step;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DifferentialTest {

    private static final int PROGRAMS = 600;
    private static final double UNSTABLE_SHARE_MAX = 0.01;

    @TempDir
    Path directory;

    @Test
    void shouldShowWhatKafkaStreamsShowsForRandomPrograms() {
        ByteArrayOutputStream report = new ByteArrayOutputStream();
        Campaign campaign = new Campaign(
                Switches.load(), directory.toString(), new PrintStream(report, true, StandardCharsets.UTF_8));

        for (long seed = 1; seed <= PROGRAMS; seed++) {
            campaign.run(seed);
        }

        System.out.println(campaign.coverage().table());
        System.out.printf(
                "%d programs agree, %d differ, on %d Kafka Streams keeps half effects, on %d it fails by a mistake of its own, on %d it disagrees with itself%n",
                campaign.agreed(),
                campaign.failures().size(),
                campaign.halfEffects().size(),
                campaign.ownErrorCount(),
                campaign.unstable().size());
        assertThat(campaign.failures())
                .as(() -> report.toString(StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(campaign.unstable()).hasSizeLessThan((int) (PROGRAMS * UNSTABLE_SHARE_MAX));
        assertThat(campaign.coverage().operators()).containsAll(generated());
        assertThat(campaign.coverage().seen()).containsAll(joinsAndWindows());
    }

    private static Set<String> joinsAndWindows() {
        Set<String> all = new TreeSet<>();
        for (Operator join : List.of(
                Operator.STREAM_JOIN,
                Operator.TABLE_JOIN,
                Operator.STREAM_TABLE_JOIN,
                Operator.STREAM_GLOBAL_JOIN,
                Operator.FOREIGN_KEY_JOIN)) {
            all.add(join + " kind inner");
            all.add(join + " kind left");
        }
        all.add("STREAM_JOIN kind outer");
        all.add("TABLE_JOIN kind outer");
        for (Operator aggregation : List.of(Operator.COUNT, Operator.REDUCE, Operator.AGGREGATE)) {
            for (String windows : List.of("tumbling", "hopping", "sliding", "session")) {
                all.add(aggregation + " windows " + windows);
            }
        }
        return all;
    }

    private static Set<Operator> generated() {
        Set<Operator> operators = EnumSet.allOf(Operator.class);
        operators.removeIf(operator -> Switches.load().contains(operator.name()));
        return operators;
    }

    @Test
    void shouldSeeADifferenceInOneValue() {
        Differential differential = new Differential(directory.toString());
        List<String> expected = differential.compare(passThrough("a")).expected();
        List<String> actual = differential.compare(passThrough("b")).actual();

        Verdict verdict = new Verdict(Verdict.Kind.DIFFERENT, expected, actual);

        assertThat(verdict.explanation()).contains("out <- 'k' = 'a' @5 []").contains("out <- 'k' = 'b' @5 []");
    }

    @Test
    void shouldTakeOnlyKnownMistakesOfKafkaStreamsForItsOwn() {
        List<String> before = List.of("Pipe", "    out <- 1");
        List<String> ownError = List.of("Pipe", "    out <- 1", Transcript.OWN_ERROR + "it stumbles");
        List<String> failed = List.of("Pipe", "    out <- 1", "failed: java.lang.NullPointerException");

        assertThat(Verdict.of(ownError, List.of("Pipe", "    out <- 1", "    out <- 2"))
                        .kind())
                .isEqualTo(Verdict.Kind.OWN_ERROR);
        assertThat(Verdict.of(ownError, List.of("Pipe", "    out <- 3")).kind()).isEqualTo(Verdict.Kind.DIFFERENT);
        assertThat(Verdict.of(failed, before).kind()).isEqualTo(Verdict.Kind.DIFFERENT);
    }

    @Test
    void shouldShrinkToTheRecordThatMatters() {
        Scenario large = passThrough("a", "b", "!", "c");

        Scenario small = new Shrinker(scenario -> scenario.events().stream()
                        .anyMatch(event -> event.toString().contains("!")))
                .shrink(large);

        assertThat(small.events()).containsExactly(new Event.Pipe("in", "k", "!", 5, List.of()));
        assertThat(small.program().steps()).hasSize(1);
    }

    private static Scenario passThrough(String... values) {
        Shape stream = Shape.of(Kind.STREAM, Type.STRING, Type.STRING);
        Program program = new Program(List.of(
                step(Operator.STREAM, List.of(), stream, "topics", "in"),
                step(Operator.TO, List.of(0), Shape.NOTHING, "topic", "out")));
        List<Event> events = List.of(values).stream()
                .map(value -> (Event) new Event.Pipe("in", "k", value, 5, List.of()))
                .toList();
        return new Scenario(program, Scenario.Settings.PLAIN, events);
    }

    private static Step step(Operator operator, List<Integer> inputs, Shape shape, String option, String value) {
        TreeMap<String, String> options = new TreeMap<>();
        options.put(option, value);
        return new Step(operator, inputs, options, shape);
    }
}
