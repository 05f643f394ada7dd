/**
 * Where tasks keep their files: {@link io.millrace.runtime.directory.StateDirectory} gives each task a directory of its own, to one owner at a time;
 * {@link io.millrace.runtime.directory.LockedStateDirectory} is the real one, locked against other processes. What is in a task's directory is the
 * stores' business.
 */
@NullMarked
package io.millrace.runtime.directory;

import org.jspecify.annotations.NullMarked;
