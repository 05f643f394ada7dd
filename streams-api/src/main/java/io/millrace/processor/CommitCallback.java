package io.millrace.processor;

import java.io.IOException;

/** Lets a store write what it holds outside of its task's transaction. Called on the task's thread at each commit. */
@FunctionalInterface
public interface CommitCallback {

    /** Called when the task commits, before its offsets are recorded. A failure fails the commit. */
    void onCommit() throws IOException;
}
