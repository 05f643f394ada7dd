package io.millrace.runtime.rewind;

/**
 * A mutable thing of a task that is not a store. Confined to the task's thread.
 *
 * <p>Whoever keeps such state registers it with its task; between a commit and the next, {@link #rewind()} must put it back exactly to what it was
 * at the last {@link #committed()}.
 */
public interface RewindableState {

    /** What is there now is the state to come back to. */
    void committed();

    /** Goes back to the last commit. */
    void rewind();
}
