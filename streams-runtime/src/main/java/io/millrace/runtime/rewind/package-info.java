/**
 * State of a task that is not a store but belongs to a transaction: what registers here is put back to the last commit when the task rewinds. Stores rewind themselves.
 */
@NullMarked
package io.millrace.runtime.rewind;

import org.jspecify.annotations.NullMarked;
