package io.millrace.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** Runs numbered pieces of work that share nothing on a few threads of its own. */
public final class Workers {

    private Workers() {}

    /**
     * Runs {@code work} for each number until they are at an end.
     *
     * @param last inclusive
     * @param goesOn asked before each; no more begin once it is false
     */
    public static void forEach(long first, long last, int threads, BooleanSupplier goesOn, LongConsumer work) {
        AtomicLong next = new AtomicLong(first);
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(() -> {
                while (goesOn.getAsBoolean()) {
                    long number = next.getAndIncrement();
                    if (number > last) {
                        return;
                    }
                    work.accept(number);
                }
            });
            thread.start();
            running.add(thread);
        }
        try {
            for (Thread thread : running) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while runs were going on", e);
        }
    }
}
