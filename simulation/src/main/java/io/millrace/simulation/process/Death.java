package io.millrace.simulation.process;

import io.millrace.runtime.commit.CommitStep;
import java.util.Random;

/**
 * How one life of a process ends, decided before it begins.
 *
 * @param afterMs with KILL: so long after the snapshot; with KILL_EARLY: so long after the start of the process
 * @param steps with KILL_AT_STEP: at so many commit steps after the snapshot; with FULL_DISK: more than the smallest limit, in bytes
 * @param halt what the process is told: see {@link VictimMain}
 */
record Death(Kind kind, long afterMs, int steps, String halt) {

    enum Kind {
        /** SIGKILL at a moment while it processes. */
        KILL,
        /** SIGKILL while it starts or recovers. */
        KILL_EARLY,
        /** SIGKILL as soon as it has reported so many commit steps. */
        KILL_AT_STEP,
        /** It halts itself before a commit step. */
        HALT_AT_STEP,
        /** It halts itself before a change of the disk, recovery included. */
        HALT_AT_DISK,
        /** SIGSTOP for longer than its session timeout, SIGCONT, then SIGKILL. */
        PAUSE,
        /** Its files may not grow any more for a while; then they may, and later it is killed. */
        FULL_DISK
    }

    private static final Kind[] ROTATION = {
        Kind.KILL,
        Kind.HALT_AT_STEP,
        Kind.KILL_EARLY,
        Kind.HALT_AT_DISK,
        Kind.KILL_AT_STEP,
        Kind.FULL_DISK,
        Kind.KILL,
        Kind.HALT_AT_STEP,
        Kind.PAUSE,
        Kind.KILL_AT_STEP
    };

    static Death choose(int cycle, Random random) {
        Kind kind = ROTATION[cycle % ROTATION.length];
        return switch (kind) {
            case KILL -> new Death(kind, 20 + random.nextInt(600), 0, "none");
            case KILL_EARLY -> new Death(kind, 50 + random.nextInt(900), 0, "none");
            case KILL_AT_STEP -> new Death(kind, 0, 1 + random.nextInt(120), "none");
            case HALT_AT_STEP -> {
                CommitStep step = CommitStep.values()[random.nextInt(CommitStep.values().length)];
                yield new Death(kind, 0, 0, "step:" + step + ":" + (1 + random.nextInt(25)));
            }
            case HALT_AT_DISK -> new Death(kind, 0, 0, "disk:" + (1 + random.nextInt(random.nextInt(500) + 1)));
            case FULL_DISK -> new Death(kind, 50 + random.nextInt(200), random.nextInt(100_000), "none");
            case PAUSE -> new Death(kind, 50 + random.nextInt(200), 0, "none");
        };
    }

    @Override
    public String toString() {
        return switch (kind) {
            case HALT_AT_STEP, HALT_AT_DISK -> kind + " " + halt;
            case KILL_AT_STEP -> kind + " " + steps;
            default -> kind + " after " + afterMs + " ms";
        };
    }
}
