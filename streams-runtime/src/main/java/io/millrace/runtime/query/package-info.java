/**
 * What others than its thread may know of a task: {@link io.millrace.runtime.query.LocalTask}, which its thread keeps up to date;
 * {@link io.millrace.runtime.query.LocalTasks} has those of all threads of this instance. {@link io.millrace.runtime.query.QueryAnswers} answers queries with a store that
 * was opened for reading; who opens it is the runtime's own package. {@link io.millrace.runtime.query.Questions} are what others want to read from the task's own stores,
 * uncommitted changes included: its thread answers them. Everything here is safe from any thread.
 */
@NullMarked
package io.millrace.runtime.query;

import org.jspecify.annotations.NullMarked;
