package io.millrace.test;

import io.millrace.runtime.commit.CommitParticipant;
import io.millrace.runtime.commit.CommitSequence.StepProbe;
import io.millrace.runtime.commit.CommitStep;

/** Kills the application right before its next commit is decided, once it is armed. Confined to the test's thread. */
final class CrashSwitch implements StepProbe {

    private boolean isArmed;

    /** The process dies here. An error, so that no handler of exceptions stops it. */
    static final class Killed extends Error {

        private static final long serialVersionUID = 1L;

        private Killed() {
            super("The driver was told to crash before this commit", null, false, false);
        }
    }

    void arm() {
        isArmed = true;
    }

    void disarm() {
        isArmed = false;
    }

    /** Runs work; if it is killed, recovers. */
    void guard(Runnable work, Runnable recovery) {
        try {
            work.run();
        } catch (Killed killed) {
            recovery.run();
        }
    }

    @Override
    public void before(CommitStep step, CommitParticipant task) {
        if (isArmed && step == CommitStep.DECIDE) {
            isArmed = false;
            throw new Killed();
        }
    }
}
