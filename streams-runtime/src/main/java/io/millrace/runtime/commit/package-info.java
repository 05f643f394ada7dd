/**
 * The commit sequence: {@link io.millrace.runtime.commit.CommitStep} names the steps, {@link io.millrace.runtime.commit.CommitSequence} runs them for all tasks of a thread that are due.
 */
@NullMarked
package io.millrace.runtime.commit;

import org.jspecify.annotations.NullMarked;
