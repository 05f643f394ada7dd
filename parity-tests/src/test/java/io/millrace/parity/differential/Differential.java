package io.millrace.parity.differential;

import io.millrace.parity.api.NameMap;
import io.millrace.parity.oracle.LibraryInterpreter;
import io.millrace.parity.program.Interpreter;
import io.millrace.parity.program.Scenario;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs scenarios on Kafka Streams 4.3.1 and on Millrace. */
final class Differential {

    private static final Pattern KAFKA_NAME = Pattern.compile("org\\.apache\\.kafka\\.[A-Za-z0-9_.$]+");

    private final NameMap names = NameMap.load();
    private final Interpreter oracle;
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
        return expected.equals(again)
                ? Verdict.of(expected, actual)
                : new Verdict(Verdict.Kind.UNSTABLE, expected, again);
    }

    private List<String> onKafka(Scenario scenario) {
        return oracle.run(scenario).stream().map(this::renamedClasses).toList();
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
