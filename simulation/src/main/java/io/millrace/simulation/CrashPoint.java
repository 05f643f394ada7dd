package io.millrace.simulation;

import org.jspecify.annotations.Nullable;

/**
 * Decides when a process dies: after so many disk operations and commit steps. Once dead, it stays dead: every later operation of the same process fails too, so
 * that nothing that runs while the stack unwinds has an effect.
 */
final class CrashPoint {

    private final @Nullable CrashPoint whole;
    private long countdown;
    /** Changes of files to be seen before the countdown begins. */
    private long changesBefore;

    private boolean dead;
    private long passed;

    /**
     * @param countdown the operation at which the process dies, counted from 1; {@code Long.MAX_VALUE} for never
     */
    CrashPoint(long countdown) {
        this(countdown, null);
    }

    /**
     * For one instance among several.
     *
     * @param whole dies with all of them; it counts the operations of each
     */
    CrashPoint(long countdown, @Nullable CrashPoint whole) {
        this.countdown = countdown;
        this.whole = whole;
    }

    /**
     * At an operation that renames, deletes or cuts a file, or soon after it. Those of every start, and indexes, do not count.
     *
     * @param changes such operations, that one included
     * @param after so many operations of any kind later
     */
    static CrashPoint behindChangesOfFiles(long changes, long after) {
        CrashPoint crash = new CrashPoint(after + 1);
        crash.changesBefore = changes;
        return crash;
    }

    private static boolean isChangeOfFiles(String where) {
        boolean isSuch = where.startsWith("rename ") || where.startsWith("delete ") || where.startsWith("truncate ");
        // Not directories, which have no such names.
        return isSuch && where.contains(".") && !where.endsWith("index") && !where.contains("MILLRACE");
    }

    /** An operation is about to happen. */
    void pass(String where) {
        if (whole != null) {
            whole.pass(where);
        }
        if (dead) {
            throw new SimulatedCrash("dead already, at " + where);
        }
        if (where.endsWith(" storage-failed")) {
            // A process that dies between a failed sync and the note of it is what L8 of docs/failure-modes.md cannot
            // help.
            return;
        }
        passed++;
        if (changesBefore > 0 && isChangeOfFiles(where)) {
            changesBefore--;
        }
        if (changesBefore == 0 && --countdown <= 0) {
            dead = true;
            throw new SimulatedCrash(where);
        }
    }

    void kill() {
        dead = true;
    }

    boolean isDead() {
        return dead;
    }

    /** Dies after so many operations more. */
    void dieAfter(long operations) {
        changesBefore = 0;
        countdown = operations;
    }

    /** Operations that happened. */
    long passed() {
        return passed;
    }
}
