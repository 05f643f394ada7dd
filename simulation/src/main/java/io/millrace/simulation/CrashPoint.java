package io.millrace.simulation;

/**
 * Decides when the process dies: after so many disk operations and commit steps. Once dead, it stays dead: every later operation of the same process fails too, so
 * that nothing that runs while the stack unwinds has an effect.
 */
final class CrashPoint {

    private long countdown;
    private boolean dead;
    private long passed;

    /**
     * @param countdown the operation at which the process dies, counted from 1; {@code Long.MAX_VALUE} for never
     */
    CrashPoint(long countdown) {
        this.countdown = countdown;
    }

    /** An operation is about to happen. */
    void pass(String where) {
        if (dead) {
            throw new SimulatedCrash("dead already, at " + where);
        }
        passed++;
        if (--countdown <= 0) {
            dead = true;
            throw new SimulatedCrash(where);
        }
    }

    void kill() {
        dead = true;
    }

    /** Operations that happened. */
    long passed() {
        return passed;
    }
}
