package io.millrace.topology.dag;

/**
 * State of a built-in operator that is not in a store. Whoever has some registers it in {@code init} with {@link NodeContext#registerRewindable}. Confined to the
 * task's thread.
 */
public interface RewindableState {

    /** What is there now is the state to come back to. */
    void committed();

    /** Goes back to the last commit. The stores of the task may be there already, or not yet. */
    void rewind();

    /**
     * What is there now is the state to come back to if the record that is about to be processed is skipped. Called before each record that may be.
     *
     * @return takes the state back; the stores of the task may be back already, or not yet. Run at most once
     */
    Runnable savepoint();
}
