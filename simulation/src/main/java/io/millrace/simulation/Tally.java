package io.millrace.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Adds up what many runs did. Safe from any thread. */
public final class Tally {

    private final TreeMap<String, Long> events = new TreeMap<>();
    private final Map<Invariant, Long> checks = new EnumMap<>(Invariant.class);
    private final List<String> violations = new ArrayList<>();
    private long runs;

    /**
     * Does a run, and adds what it did.
     *
     * @param command that repeats it
     * @return whether everything held
     */
    boolean add(String command, Supplier<Simulation.Result> run) {
        try {
            Simulation.Result result = run.get();
            synchronized (this) {
                runs++;
                result.crashes().forEach((kind, count) -> events.merge(kind, (long) count, Long::sum));
                result.checks().forEach((invariant, count) -> checks.merge(invariant, count, Long::sum));
            }
            return true;
        } catch (RuntimeException | AssertionError e) {
            StringBuilder where = new StringBuilder();
            for (int i = 0; i < Math.min(12, e.getStackTrace().length); i++) {
                where.append("\n    at ").append(e.getStackTrace()[i]);
            }
            synchronized (this) {
                violations.add(e.toString() + where + "\nrepeat it with: " + command);
            }
            return false;
        }
    }

    /** Runs in which everything held. */
    public synchronized long runs() {
        return runs;
    }

    /** Facts checked, by invariant. */
    public synchronized Map<Invariant, Long> checks() {
        return new EnumMap<>(checks);
    }

    /** Events whose name begins so. */
    public synchronized long events(String prefix) {
        return events.entrySet().stream()
                .filter(event -> event.getKey().startsWith(prefix))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** What did not hold, each with the command that repeats it. */
    public synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    /** For people. */
    public synchronized String report(String what) {
        StringBuilder text = new StringBuilder();
        events.forEach((kind, count) -> text.append(String.format("%8d  %s%n", count, kind)));
        checks.forEach((invariant, count) -> text.append(String.format("%8d  checks of %s%n", count, invariant)));
        violations.forEach(violation -> text.append(violation).append(System.lineSeparator()));
        long crashes = events.entrySet().stream()
                .filter(event ->
                        event.getKey().contains("kill") || event.getKey().contains("power loss"))
                .mapToLong(Map.Entry::getValue)
                .sum();
        long checked = checks.values().stream().mapToLong(Long::longValue).sum();
        return text + what + "=" + runs + " crashes=" + crashes + " checks=" + checked + " violations="
                + violations.size();
    }
}
