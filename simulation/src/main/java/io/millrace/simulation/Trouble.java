package io.millrace.simulation;

import io.millrace.simulation.Faults.Kind;
import io.millrace.time.Randomness;

/**
 * How hard the times of a run are. Immutable.
 *
 * @param often the fault that comes again and again; {@code NONE} if all kinds of them are seldom
 * @param dies how the process dies
 * @param isRestless whether instances come and go all the time
 */
record Trouble(Kind often, Dying dies, boolean isRestless) {

    /** As hard as is usual. */
    static final Trouble USUAL = new Trouble(Kind.NONE, Dying.ANYHOW, false);

    /** How the process dies. */
    enum Dying {
        /** At any operation, by kill or power loss. */
        ANYHOW,
        /** At one that renames, deletes or cuts a file, or soon after it, by power loss if that may be. */
        AT_CHANGES_OF_FILES
    }

    static Trouble draw(Randomness random) {
        int fault = random.nextInt(8);
        return new Trouble(
                fault == 0 ? Kind.DISK_FULL : fault == 1 ? Kind.HEAD_FLIP : Kind.NONE,
                random.nextInt(4) == 0 ? Dying.AT_CHANGES_OF_FILES : Dying.ANYHOW,
                random.nextInt(5) == 0);
    }

    /** One of so many steps begins a time of faults. */
    int stepsBetweenFaults() {
        return often == Kind.NONE ? 150 : 40;
    }

    /** One of so many steps does something to an instance. */
    int stepsBetweenDisturbances() {
        return isRestless ? 12 : 40;
    }

    /** Whether what happens to files matters most: then they are small. */
    boolean needsManyFiles() {
        return often != Kind.NONE || dies == Dying.AT_CHANGES_OF_FILES;
    }

    /** Whether the broker is to compact all the time, if that may be. */
    boolean needsCompaction() {
        return often == Kind.HEAD_FLIP || dies == Dying.AT_CHANGES_OF_FILES || isRestless;
    }

    /** Whether the machine loses power rather than the process is killed; then with syncs, without which less is promised. */
    boolean losesPower() {
        return often == Kind.DISK_FULL || dies == Dying.AT_CHANGES_OF_FILES;
    }

    @Override
    public String toString() {
        return (often == Kind.NONE ? "" : ", often " + often)
                + (dies == Dying.ANYHOW ? "" : ", dies at changes of files")
                + (isRestless ? ", restless" : "");
    }
}
