package io.millrace.simulation;

/** A bug planted between the engine and its surroundings, to prove that the simulation sees it. */
public enum Mutant {
    /** None. */
    NONE,
    /** The disk reports that it has synced, and has not. */
    SYNC_DOES_NOTHING,
    /** After a crash an engine has a later batch, but not one before it. */
    ENGINE_LOSES_A_BATCH,
    /** The engine writes meta records and data in two batches. */
    META_BEFORE_DATA
}
