package io.millrace.simulation.process;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Kills real processes: cycle after cycle on one directory, so that damage would add up, and after each cycle the next process shows what it found. What was acknowledged is
 * noted here, outside of the process that dies.
 */
public final class KillLoop {

    private static final int CYCLES_PER_DIRECTORY = 10;
    private static final long PAUSE_MS = 3_000;
    private static final long FULL_MS = 700;
    private static final long FILE_BYTES_MIN = 4_096;
    private static final long AFTERWARDS_MS = 600;
    private static final long START_PATIENCE_S = 120;

    private final Path root;
    private final long seed;
    private final Expectation expectation = new Expectation(new Workload(VictimMain.KEYS));
    private final Map<String, Integer> deaths = new TreeMap<>();
    private final List<Long> startMs = new ArrayList<>();
    private int refusals;
    private int goneOn;
    private int rebuilds;

    // Of the present directory.
    private Path directory = Path.of(".");
    private final Set<Long> acknowledged = new HashSet<>();
    private long sentBelow;

    /**
     * @param root where directories of data are made; those of a failed run stay
     * @param seed of everything but the timing of the machine
     */
    public KillLoop(Path root, long seed) {
        this.root = root;
        this.seed = seed;
    }

    /** What was wrong. */
    public static final class Violation extends AssertionError {

        private static final long serialVersionUID = 1L;

        Violation(String message) {
            super(message);
        }
    }

    /**
     * What a run did.
     *
     * @param deaths by kind
     * @param startMs of each process, until it had recovered and ran, sorted
     * @param refusals batches refused while files could not grow
     * @param goneOn processes that went on by themselves when they could
     */
    public record Result(Map<String, Integer> deaths, long checks, List<Long> startMs, int refusals, int goneOn) {}

    /** Runs so many cycles. Throws {@link Violation} at the first thing that is wrong. */
    public Result run(int cycles) throws IOException, InterruptedException {
        for (int cycle = 0; cycle < cycles; cycle++) {
            if (cycle % CYCLES_PER_DIRECTORY == 0) {
                startDirectory(cycle);
            }
            Random random = new Random(seed * 1_000_003 + cycle);
            Death death = Death.choose(cycle, random);
            try {
                live(death, random.nextLong());
                boolean isLast = cycle == cycles - 1 || (cycle + 1) % CYCLES_PER_DIRECTORY == 0;
                if (isLast) {
                    live(new Death(Death.Kind.KILL, 0, 0, "none"), random.nextLong());
                }
            } catch (Violation e) {
                throw new Violation("cycle " + cycle + " (" + death + ", seed " + seed + "): " + e.getMessage()
                        + "\nThe data is in " + directory + ", the log beside it");
            }
        }
        delete(directory);
        startMs.sort(null);
        return new Result(deaths, expectation.checks(), List.copyOf(startMs), refusals, goneOn);
    }

    private void startDirectory(int cycle) throws IOException {
        if (cycle > 0) {
            delete(directory);
        }
        directory = root.resolve("cycles-from-" + cycle);
        Files.createDirectories(directory);
        acknowledged.clear();
        sentBelow = 0;
        rebuilds = 0;
    }

    private static void delete(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException problem) throws IOException {
                Files.delete(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    // ---- one life ----

    private void live(Death death, long childSeed) throws IOException, InterruptedException {
        Path log = directory.resolveSibling(directory.getFileName() + ".log");
        Child child = new Child(
                List.of(directory.toString(), Long.toString(sentBelow), Long.toString(childSeed), death.halt()), log);
        try {
            watchStart(child, death);
            watchWork(child, death);
        } finally {
            child.kill();
            drainLines(child);
        }
        int status = child.status();
        deaths.merge(death.kind().toString(), 1, Integer::sum);
        if (status != VictimMain.STATUS_HALTED && death.kind() != Death.Kind.FULL_DISK) {
            throw new Violation("the process ended by itself, with status " + status + "; see its log");
        }
        requireNoRebuild(log);
    }

    /** Stores are rebuilt after a loss of power at most, never after a kill. */
    private void requireNoRebuild(Path log) throws IOException {
        int found;
        try (Stream<String> lines = Files.lines(log)) {
            found = (int) lines.filter(line -> line.contains("rebuilt from its changelog"))
                    .count();
        }
        if (found > rebuilds) {
            rebuilds = found;
            throw new Violation("a store was rebuilt");
        }
    }

    /** Until the snapshot, or an earlier death. */
    private void watchStart(Child child, Death death) throws IOException, InterruptedException {
        long deadline = death.kind() == Death.Kind.KILL_EARLY
                ? TimeUnit.MILLISECONDS.toNanos(death.afterMs())
                : TimeUnit.SECONDS.toNanos(START_PATIENCE_S);
        while (true) {
            String line = child.nextLine(deadline - child.ageNanos());
            if (line == null) {
                if (death.kind() == Death.Kind.KILL_EARLY) {
                    return;
                }
                throw new Violation("the process has not recovered within " + START_PATIENCE_S + " s");
            }
            note(line, death);
            if (line.equals("running")) {
                startMs.add(TimeUnit.NANOSECONDS.toMillis(child.ageNanos()));
            }
            if (line.equals("snapshot")) {
                check();
                return;
            }
            if (line.equals(Child.END)) {
                return;
            }
        }
    }

    private void check() throws IOException {
        List<String> violations =
                expectation.check(Snapshot.read(directory.resolve(VictimMain.SNAPSHOT)), acknowledged, sentBelow);
        if (!violations.isEmpty()) {
            throw new Violation(String.join("\n", violations.subList(0, Math.min(10, violations.size()))));
        }
    }

    private void watchWork(Child child, Death death) throws IOException, InterruptedException {
        switch (death.kind()) {
            case KILL -> listen(child, death.afterMs(), death);
            case KILL_AT_STEP -> awaitSteps(child, death);
            case HALT_AT_STEP, HALT_AT_DISK -> listen(child, TimeUnit.SECONDS.toMillis(START_PATIENCE_S), death);
            case KILL_EARLY -> {}
            case PAUSE -> {
                listen(child, death.afterMs(), death);
                child.signal("STOP");
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
                child.signal("CONT");
                listen(child, AFTERWARDS_MS, death);
            }
            case FULL_DISK -> {
                listen(child, death.afterMs(), death);
                if (!child.limitFiles(FILE_BYTES_MIN + death.steps())) {
                    return;
                }
                listen(child, FULL_MS, death);
                int before = acknowledged.size();
                if (child.liftFileLimit()) {
                    listen(child, AFTERWARDS_MS, death);
                    goneOn += acknowledged.size() > before ? 1 : 0;
                }
            }
        }
    }

    private void listen(Child child, long forMs, Death death) throws InterruptedException {
        long until = child.ageNanos() + TimeUnit.MILLISECONDS.toNanos(forMs);
        while (true) {
            String line = child.nextLine(until - child.ageNanos());
            if (line == null || line.equals(Child.END)) {
                return;
            }
            note(line, death);
        }
    }

    private void awaitSteps(Child child, Death death) throws InterruptedException {
        int steps = 0;
        while (steps < death.steps()) {
            String line = child.nextLine(TimeUnit.SECONDS.toNanos(START_PATIENCE_S));
            if (line == null || line.equals(Child.END)) {
                throw new Violation("the process stopped to commit after " + steps + " steps");
            }
            note(line, death);
            steps += line.startsWith("step ") ? 1 : 0;
        }
    }

    private void drainLines(Child child) throws InterruptedException {
        String line = child.nextLine(TimeUnit.SECONDS.toNanos(START_PATIENCE_S));
        while (line != null && !line.equals(Child.END)) {
            note(line, new Death(Death.Kind.FULL_DISK, 0, 0, "none"));
            line = child.nextLine(TimeUnit.SECONDS.toNanos(START_PATIENCE_S));
        }
    }

    private void note(String line, Death death) {
        String[] words = line.split(" ");
        switch (words[0]) {
            case "sending" -> sentBelow = Math.max(sentBelow, Long.parseLong(words[2]));
            case "acked" -> {
                for (long number = Long.parseLong(words[1]); number < Long.parseLong(words[2]); number++) {
                    acknowledged.add(number);
                }
            }
            case "refused" -> refusals++;
            case "failed" -> {
                if (death.kind() != Death.Kind.FULL_DISK) {
                    throw new Violation("the process says: " + line);
                }
            }
            default -> {}
        }
    }
}
