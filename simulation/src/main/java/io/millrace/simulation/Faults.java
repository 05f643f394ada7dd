package io.millrace.simulation;

import io.millrace.stores.engine.UnavailableStoreException;
import io.millrace.time.Randomness;
import java.io.IOException;

/** What goes wrong with a disk that goes on: it is told to fail at an operation, and heals after some more. */
final class Faults {

    private static final long SLOW_NANOS = 200_000_000;
    private static final int HEAD_BYTES = 8;

    private final Randomness random;
    private final SimTime time;
    private Kind kind = Kind.NONE;
    private long waits;
    private long failures;
    private long happened;

    /** A kind of fault. */
    enum Kind {
        NONE,
        /** A write or a new name fails with an input/output error. */
        WRITE_ERROR,
        /** There is no space: a write is short. */
        DISK_FULL,
        /** A sync fails, the pages are gone, and later syncs succeed. */
        SYNC_ERROR,
        /** A bit of what is read is wrong, this one time. */
        READ_FLIP,
        /** Operations take long. */
        SLOW,
        /** The engines of stores cannot be written. */
        ENGINE_ERROR,
        /** A bit at the very beginning of what is read is wrong: that of a batch no checksum covers. */
        HEAD_FLIP;

        /** Whether everything goes on by itself once the disk is well. */
        boolean heals() {
            return this != SYNC_ERROR && this != READ_FLIP && this != HEAD_FLIP;
        }
    }

    Faults(Randomness random, SimTime time) {
        this.random = random;
        this.time = time;
    }

    /**
     * From now on the disk fails.
     *
     * @param after so many operations of the kind
     * @param times operations that fail, before it heals
     */
    void start(Kind newKind, long after, long times) {
        kind = newKind;
        waits = after;
        failures = times;
    }

    /** The disk is well. */
    void heal() {
        kind = Kind.NONE;
    }

    /** Operations that failed since ever. */
    long happened() {
        return happened;
    }

    private boolean strikes(Kind asked) {
        if (kind != asked || waits-- > 0) {
            return false;
        }
        if (failures-- <= 0) {
            heal();
            return false;
        }
        happened++;
        return true;
    }

    private void delay() {
        if (strikes(Kind.SLOW)) {
            time.advance(random.nextInt((int) SLOW_NANOS));
        }
    }

    /** Bytes of a write that reach the file. */
    int write(String path, int length) throws IOException {
        delay();
        if (strikes(Kind.WRITE_ERROR)) {
            throw new IOException(path + ": Input/output error");
        }
        return strikes(Kind.DISK_FULL) ? random.nextInt(Math.max(1, length)) : length;
    }

    void change(String path) throws IOException {
        if (strikes(Kind.WRITE_ERROR)) {
            throw new IOException(path + ": Input/output error");
        }
        if (strikes(Kind.DISK_FULL)) {
            throw new IOException(path + ": No space left on device");
        }
    }

    /** Whether a sync fails. */
    boolean sync(String path) {
        delay();
        return strikes(Kind.SYNC_ERROR);
    }

    /** An engine is about to be written. */
    void engine() {
        if (strikes(Kind.ENGINE_ERROR)) {
            throw new UnavailableStoreException(
                    "The stores cannot be written (No space left on device). What is in them is as it was. Free space on the disk of '"
                            + "storage'.",
                    new IOException("No space left on device"));
        }
    }

    private void flip(byte[] bytes, int offset, int count) {
        bytes[offset + random.nextInt(count)] ^= (byte) (1 << random.nextInt(8));
    }

    void read(String path, byte[] bytes, int offset, int count) {
        if (count > 0 && strikes(Kind.READ_FLIP)) {
            flip(bytes, offset, count);
        }
        if (count > 0 && strikes(Kind.HEAD_FLIP)) {
            flip(bytes, offset, Math.min(count, HEAD_BYTES));
        }
    }
}
