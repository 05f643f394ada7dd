package io.millrace.simulation;

/** What must hold, whatever happens. */
public enum Invariant {
    /** Committed outputs are those of the reference for the committed input, per partition in order, none missing, none twice. */
    I1_OUTPUTS,
    /** A store is what its committed changelog adds up to. */
    I2_CHANGELOG,
    /** What an engine has after a crash is what the changelog adds up to, up to the offset that the engine names. */
    I3_ENGINE,
    /** Committed offsets, log starts, log epochs and commit numbers never go back. */
    I4_MONOTONE,
    /** What was acknowledged is there. */
    I5_ACKNOWLEDGED,
    /** Whatever a committed reader has seen stays, and nothing comes before it. */
    I6_COMMITTED_READS,
    /** What an owner writes after it has been replaced is not seen. */
    I7_FENCING,
    /** A compaction takes no last record of a key away, and no deleted key lives on in a store. */
    I8_COMPACTION,
    /** Purges never go past committed offsets. */
    I9_PURGE,
    /** What queries see is the reference's state at the last commit. */
    I10_QUERIES,
    /** Without faults everything is processed and committed within a bound of virtual time. */
    I11_LIVENESS,
    /** No store is built anew after a kill, nor after a power loss with syncs. */
    I12_REBUILDS,
    /** Directories have known names only. */
    I13_NAMES,
    /** A crash within recovery changes nothing about what the next one finds. */
    I14_RECOVERY,
    /** Every error says what failed, where, what state the data is in and what to do. */
    I15_MESSAGES,
    /** What can heal ends no thread: it rests, and goes on. */
    I16_HEALING
}
