package io.millrace.time;

import java.util.SplittableRandom;

/**
 * Draws random numbers. A simulation hands in a seeded one, so that a run can be repeated.
 *
 * <p>Confined to the thread of its owner unless the implementation says otherwise.
 */
public interface Randomness {

    /** A number from all 2^64 longs. */
    long nextLong();

    /** A number from 0 (inclusive) to {@code boundExclusive}, which must be positive. */
    int nextInt(int boundExclusive);

    /** A generator that repeats itself for the same seed. */
    static Randomness seeded(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new Randomness() {
            @Override
            public long nextLong() {
                return random.nextLong();
            }

            @Override
            public int nextInt(int boundExclusive) {
                return random.nextInt(boundExclusive);
            }
        };
    }
}
