package io.millrace.simulation.process;

import io.millrace.broker.BrokerOptions;
import io.millrace.broker.Durability;
import io.millrace.broker.disk.FileDisk;
import io.millrace.errors.MillraceException;
import io.millrace.runtime.commit.CommitSequence.StepProbe;
import io.millrace.simulation.Workers;
import io.millrace.simulation.process.Victim.Manner;
import io.millrace.simulation.process.Victim.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Damages a file of a stopped application, starts it, and looks: either it says what is damaged, or everything is as it was. Wrong data is never shown, and an application that refuses to
 * start has changed nothing: with the file put back it starts, and all is there.
 */
public final class CorruptionLoop {

    private static final int WORKERS = 4;
    private static final int NUMBERS = 1_500;
    private static final int KEYS = 60;
    private static final int MESSAGE_LENGTH_MIN = 40;
    private static final int SEGMENT_BYTES = 1 << 13;
    private static final long SESSION_TIMEOUT_MS = 20_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration STORE_PATIENCE = Duration.ofSeconds(5);

    private final Path root;
    private final long seed;
    private final Workload workload = new Workload(KEYS);
    private final Set<Long> acknowledged = new HashSet<>();
    private final Map<String, Integer> outcomes = new ConcurrentSkipListMap<>();
    private final AtomicLong checks = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /**
     * @param root where directories of data are made; that of a violation stays
     */
    public CorruptionLoop(Path root, long seed) {
        this.root = root;
        this.seed = seed;
    }

    /**
     * What a run did.
     *
     * @param outcomes number of damages by kind of file and outcome
     */
    public record Result(Map<String, Integer> outcomes, long checks) {}

    /** Damages so many times. Throws {@link KillLoop.Violation} at the first thing that is wrong. */
    public Result run(int damages) throws IOException, InterruptedException {
        Path closed = root.resolve("closed");
        Path killed = root.resolve("killed");
        makeOriginals(closed, killed);
        // Each of them waits for something most of the time.
        Workers.forEach(0, damages - 1L, WORKERS, () -> failure.get() == null, i -> {
            try {
                damage(i, closed, killed);
            } catch (InterruptedException | IOException | RuntimeException | AssertionError e) {
                failure.compareAndSet(null, e);
            }
        });
        throwFailure();
        delete(closed);
        delete(killed);
        return new Result(outcomes, checks.get());
    }

    private void throwFailure() throws IOException {
        Throwable first = failure.get();
        if (first instanceof KillLoop.Violation violation) {
            throw violation;
        }
        if (first != null) {
            throw new IOException("The loop failed, not what it looks at", first);
        }
    }

    private void damage(long number, Path closed, Path killed) throws IOException, InterruptedException {
        Random random = new Random(seed * 1_000_003 + number);
        Path copy = root.resolve("damaged-" + number);
        copy(random.nextBoolean() ? closed : killed, copy);
        Damage damage = Damage.inflict(copy, random);
        try {
            String outcome = damage.isChange(copy) ? outcome(copy, damage) : "no change";
            outcomes.merge(damage.kind() + ": " + outcome, 1, Integer::sum);
        } catch (KillLoop.Violation e) {
            throw new KillLoop.Violation("damage " + number + " of seed " + seed + ", " + damage + ": " + e.getMessage()
                    + "\nThe data is in " + copy);
        }
        delete(copy);
    }

    private static Manner manner() {
        BrokerOptions options =
                BrokerOptions.defaults().withDurability(Durability.FSYNC).withSegmentBytes(SEGMENT_BYTES);
        return new Manner(options, 1, 1, 0, SESSION_TIMEOUT_MS, 0, StepProbe.NONE, number -> {});
    }

    private static Place place(Path directory) {
        return new Place(new FileDisk(directory.resolve("broker")), directory.resolve("state"));
    }

    /** One directory of an application that was closed, and one as a kill leaves it. */
    private void makeOriginals(Path closed, Path killed) throws IOException, InterruptedException {
        for (int life = 0; life < 3; life++) {
            try (Victim victim = Victim.start(place(closed), manner(), workload)) {
                long from = (long) life * NUMBERS / 3;
                victim.feed(from, from + NUMBERS / 3);
                if (!victim.drain(PATIENCE)) {
                    throw new IllegalStateException("The original was not processed in " + PATIENCE, victim.failure());
                }
                if (life == 2) {
                    copy(closed, killed);
                }
            }
        }
        for (long number = 0; number < NUMBERS; number++) {
            acknowledged.add(number);
        }
    }

    private String outcome(Path directory, Damage damage) throws IOException, InterruptedException {
        Victim victim;
        try {
            victim = Victim.start(place(directory), manner(), workload);
        } catch (RuntimeException e) {
            requireExplained(e);
            damage.undo(directory);
            showAll(directory);
            return "refused";
        }
        try {
            Snapshot snapshot;
            try {
                if (!victim.drain(PATIENCE)) {
                    requireExplained(victim.failure());
                    return "stopped";
                }
                snapshot = victim.snapshot(STORE_PATIENCE);
            } catch (RuntimeException e) {
                requireExplained(e);
                return "found by a reader";
            }
            require(snapshot);
            return "harmless";
        } finally {
            closeDamaged(victim);
        }
    }

    /** What cannot be closed cleanly says so; that was asked for. */
    private static void closeDamaged(Victim victim) {
        try {
            victim.close();
        } catch (MillraceException e) {
            requireExplained(e);
        }
    }

    private void showAll(Path directory) throws InterruptedException {
        try (Victim victim = Victim.start(place(directory), manner(), workload)) {
            if (!victim.drain(PATIENCE)) {
                throw new KillLoop.Violation(
                        "it refused to start, and with the file put back it does not work: " + victim.failure());
            }
            require(victim.snapshot(STORE_PATIENCE));
        } catch (MillraceException e) {
            throw new KillLoop.Violation("it refused to start, and with the file put back it still does: " + e);
        }
    }

    private void require(Snapshot snapshot) {
        Expectation expectation = new Expectation(workload);
        List<String> violations = expectation.check(snapshot, acknowledged, NUMBERS);
        checks.addAndGet(expectation.checks());
        if (!violations.isEmpty()) {
            throw new KillLoop.Violation(String.join("\n", violations.subList(0, Math.min(10, violations.size()))));
        }
    }

    /** A message names a file or a place, and what to do. */
    private static void requireExplained(@Nullable Throwable problem) {
        if (problem == null) {
            throw new KillLoop.Violation("nothing is processed, and nothing says why");
        }
        String message = String.valueOf(problem.getMessage());
        // A directory that is not a broker's any more is a wrong argument.
        boolean isOurs = problem instanceof MillraceException || problem instanceof IllegalArgumentException;
        if (!isOurs || message.length() < MESSAGE_LENGTH_MIN || !(message.contains("/") || message.contains("-"))) {
            throw new KillLoop.Violation("the message does not explain what is damaged: " + problem);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static void delete(Path directory) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(directory)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.delete(file);
        }
    }
}
