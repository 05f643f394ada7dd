package io.millrace.simulation.process;

import io.millrace.broker.BrokerOptions;
import io.millrace.broker.Durability;
import io.millrace.broker.disk.Disk;
import io.millrace.broker.disk.FileDisk;
import io.millrace.log.LogException;
import io.millrace.simulation.process.Victim.Manner;
import io.millrace.simulation.process.Victim.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The {@link Workload} as a process that waits to be killed: {@code VictimMain DIRECTORY FIRST_NUMBER SEED HALT}. It recovers, processes what is there, writes a snapshot, and then feeds
 * itself numbers from FIRST_NUMBER on. HALT is {@code none}, {@code step:NAME:N} (at the n-th commit step of that name after the snapshot) or {@code disk:N} (at
 * the n-th change of the disk).
 *
 * <p>It says on its output what it does, a line each: {@code running}, {@code snapshot}, {@code step NAME}, {@code sending FROM TO}, {@code acked FROM TO}, {@code refused WHY},
 * {@code failed WHY}.
 */
public final class VictimMain {

    static final int KEYS = 200;
    static final String SNAPSHOT = "snapshot";
    static final int STATUS_HALTED = 137;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration STORE_PATIENCE = Duration.ofSeconds(5);
    private static final int STATUS_FAILED = 3;
    private static final long LIFE_MS_MAX = 60_000;
    private static final long RETRY_MS = 100;
    private static final long SHORT_SESSION_MS = 2_000;
    private static final long LONG_SESSION_MS = 20_000;
    // What one life may add fast: each snapshot holds all that there ever was.
    private static final long FAST_NUMBERS = 10_000;
    private static final long SLOW_MS = 30;

    private final Path directory;
    private final Random random;
    private final String[] halt;
    private final AtomicLong stepsLeft = new AtomicLong();
    private volatile boolean isArmed;

    private VictimMain(Path directory, long seed, String halt) {
        this.directory = directory;
        this.random = new Random(seed);
        this.halt = halt.split(":");
        if (this.halt[0].equals("step")) {
            stepsLeft.set(Long.parseLong(this.halt[2]));
        }
    }

    public static void main(String[] args) throws InterruptedException, IOException {
        VictimMain victim = new VictimMain(Path.of(args[0]), Long.parseLong(args[2]), args[3]);
        try {
            victim.run(Long.parseLong(args[1]));
        } catch (RuntimeException e) {
            // Other threads would keep the process alive.
            fail(e);
        }
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private static void halt() {
        Runtime.getRuntime().halt(STATUS_HALTED);
    }

    private Disk disk() {
        Disk files = new FileDisk(directory.resolve("broker"));
        return halt[0].equals("disk") ? new HaltingDisk(files, Long.parseLong(halt[1]), VictimMain::halt) : files;
    }

    private Manner manner() {
        BrokerOptions options = BrokerOptions.defaults()
                .withDurability(random.nextBoolean() ? Durability.FSYNC : Durability.OS_CACHE)
                .withSegmentBytes(1 << (12 + random.nextInt(9)));
        int instances = 1 + random.nextInt(2);
        return new Manner(
                options,
                instances,
                1 + random.nextInt(2),
                instances == 1 ? 0 : random.nextInt(2),
                // A pause is longer than the first; with the second only transactions end meanwhile.
                random.nextBoolean() ? SHORT_SESSION_MS : LONG_SESSION_MS,
                random.nextInt(3) * 20_000L,
                (step, task) -> passed(step.name()),
                number -> {});
    }

    private void passed(String step) {
        if (!isArmed) {
            return;
        }
        if (halt[0].equals("step") && halt[1].equals(step) && stepsLeft.decrementAndGet() <= 0) {
            halt();
        }
        say("step " + step);
    }

    private void run(long first) throws InterruptedException, IOException {
        Victim victim;
        try {
            victim = Victim.start(new Place(disk(), directory.resolve("state")), manner(), new Workload(KEYS));
        } catch (LogException e) {
            fail(e);
            return;
        }
        while (!victim.isRunning() && victim.failure() == null) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        say("running");
        if (!victim.drain(PATIENCE)) {
            fail(victim.failure() == null ? new IllegalStateException("not drained in " + PATIENCE) : victim.failure());
            return;
        }
        victim.snapshot(STORE_PATIENCE).write(directory.resolve(SNAPSHOT));
        say("snapshot");
        isArmed = true;
        feed(victim, first);
        // Nobody has killed it: the parent is gone.
        halt();
    }

    private void feed(Victim victim, long first) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIFE_MS_MAX);
        long next = first;
        while (System.nanoTime() < end && victim.failure() == null) {
            long to = next + 1 + random.nextInt(150);
            say("sending " + next + " " + to);
            try {
                victim.feed(next, to);
                say("acked " + next + " " + to);
            } catch (LogException e) {
                // Some of them may be there: the next ones get other numbers.
                say("refused " + e.getMessage());
                TimeUnit.MILLISECONDS.sleep(RETRY_MS);
            }
            next = to;
            if (next - first > FAST_NUMBERS) {
                TimeUnit.MILLISECONDS.sleep(SLOW_MS);
            } else if (random.nextInt(4) == 0) {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(30));
            }
        }
        if (victim.failure() != null) {
            fail(victim.failure());
        }
    }

    private static void fail(Throwable why) {
        why.printStackTrace();
        say("failed " + why);
        Runtime.getRuntime().halt(STATUS_FAILED);
    }
}
