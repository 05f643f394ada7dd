package io.millrace.parity.differential;

import io.millrace.parity.api.NameMap;
import io.millrace.parity.oracle.LibraryInterpreter;
import io.millrace.parity.oracle.SkippedCalls;
import io.millrace.parity.oracle.Transcript;
import io.millrace.parity.program.Interpreter;
import io.millrace.parity.program.Scenario;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs scenarios on Kafka Streams 4.3.1 and on Millrace. */
final class Differential {

    private static final Pattern KAFKA_NAME = Pattern.compile("org\\.apache\\.kafka\\.[A-Za-z0-9_.$]+");

    private final NameMap names = NameMap.load();
    private final LibraryInterpreter oracle;
    private final Interpreter millrace;

    Differential(String stateDirectory) {
        this.oracle = new LibraryInterpreter(stateDirectory + "/oracle", false);
        this.millrace = renamed(stateDirectory + "/millrace");
    }

    private Interpreter renamed(String stateDirectory) {
        String name = LibraryInterpreter.class.getName();
        RenamingLoader loader = new RenamingLoader(LibraryInterpreter.class.getPackageName(), names);
        try {
            return (Interpreter) loader.loadClass(name)
                    .getConstructor(String.class, boolean.class)
                    .newInstance(stateDirectory, true);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The interpreter cannot be loaded for Millrace", e);
        }
    }

    /** Compares a run of Millrace with two of 4.3.1, which have to show the same. */
    Verdict compare(Scenario scenario) {
        List<String> expected = onKafka(scenario);
        List<String> again = onKafka(scenario);
        List<String> actual = millrace.run(scenario);
        if (!expected.equals(again)) {
            return new Verdict(Verdict.Kind.UNSTABLE, expected, again);
        }
        Verdict verdict = Verdict.of(expected, actual);
        boolean asIfSkippedHadNotCome = verdict.isDifferent()
                && scenario.settings().handler().equals("continue")
                && results(withoutSkipped(scenario)).equals(results(actual));
        return asIfSkippedHadNotCome ? new Verdict(Verdict.Kind.HALF_EFFECTS, expected, actual) : verdict;
    }

    /** What 4.3.1 shows if the records that a processor fails on do not come to it. */
    private List<String> withoutSkipped(Scenario scenario) {
        SkippedCalls calls = new SkippedCalls();
        while (true) {
            List<String> lines = onKafka(oracle.runWithout(calls, scenario));
            Optional<SkippedCalls> more = calls.andTheFailed();
            if (more.isEmpty()) {
                return lines;
            }
            calls = more.get();
        }
    }

    /** Without what user code was called with: a call that is left out calls none. */
    private static List<String> results(List<String> lines) {
        return lines.stream().filter(line -> !Transcript.isCall(line)).toList();
    }

    private List<String> onKafka(Scenario scenario) {
        return onKafka(oracle.run(scenario));
    }

    private List<String> onKafka(List<String> lines) {
        return lines.stream().map(this::renamedClasses).toList();
    }

    /** Exceptions are compared by class, after the renaming. */
    private String renamedClasses(String line) {
        if (!line.contains("org.apache.kafka.")) {
            return line;
        }
        return KAFKA_NAME
                .matcher(line)
                .replaceAll(found ->
                        Matcher.quoteReplacement(names.rename(found.group()).orElse(found.group())));
    }
}
