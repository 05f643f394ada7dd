package io.millrace.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs the same few threads against each other in many rounds: all begin a round at once, and a check follows when all are done with it. Steps give up the processor at random points, so that
 * rounds differ.
 */
public final class Race {

    private static final long TIME_NANOS = TimeUnit.MILLISECONDS.toNanos(1_200);
    private static final long DEADLINE_SECONDS = 30;

    private Race() {}

    /** What one thread does in a round. */
    @FunctionalInterface
    public interface Step {

        void run(Pause pause) throws Exception;
    }

    /** Gives up the processor now and then. Each thread has its own. */
    public static final class Pause {

        private long seed;

        Pause(long seed) {
            this.seed = seed;
        }

        public void maybe() {
            seed = seed * 6364136223846793005L + 1442695040888963407L;
            int chance = (int) (seed >>> 60);
            if (chance == 0) {
                LockSupport.parkNanos(1_000);
            } else if (chance < 6) {
                Thread.yield();
            }
        }
    }

    /** What is set up before a round: its threads' steps, and the check after it. */
    public interface Round {

        List<Step> steps();

        default void check() {}
    }

    /** A new round each time. */
    @FunctionalInterface
    public interface Rounds {

        Round next();
    }

    /** Runs rounds for about a second; throws what a step or a check threw first, or if a round does not end. */
    public static void run(Rounds rounds) throws Exception {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        AtomicReference<Round> round = new AtomicReference<>(rounds.next());
        int count = round.get().steps().size();
        AtomicReference<Boolean> goesOn = new AtomicReference<>(true);
        long end = System.nanoTime() + TIME_NANOS;
        CyclicBarrier done = new CyclicBarrier(count, () -> {
            try {
                round.get().check();
            } catch (Throwable e) {
                failure.compareAndSet(null, e);
            }
            goesOn.set(failure.get() == null && System.nanoTime() < end);
            round.set(rounds.next());
        });
        CyclicBarrier start = new CyclicBarrier(count);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            Thread thread = new Thread(() -> {
                Pause pause = new Pause(number + 1);
                try {
                    while (goesOn.get()) {
                        Step step = round.get().steps().get(number);
                        start.await();
                        try {
                            step.run(pause);
                        } catch (Throwable e) {
                            failure.compareAndSet(null, e);
                        }
                        done.await(DEADLINE_SECONDS, TimeUnit.SECONDS);
                    }
                } catch (Exception e) {
                    failure.compareAndSet(null, e);
                }
            });
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(2 * DEADLINE_SECONDS));
            if (thread.isAlive()) {
                throw new AssertionError("A round does not end", failure.get());
            }
        }
        if (failure.get() != null) {
            throw new AssertionError("A round failed", failure.get());
        }
    }
}
