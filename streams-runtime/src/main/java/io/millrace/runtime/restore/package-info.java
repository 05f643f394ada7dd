/**
 * Brings stores up to the end of their changelogs: {@link io.millrace.runtime.restore.TaskRestore} before their task processes, {@link
 * io.millrace.runtime.restore.StandbyUpdate} for as long as a copy of them is kept. Both put what one fetch brings into a store as one batch, with its offset.
 */
@NullMarked
package io.millrace.runtime.restore;

import org.jspecify.annotations.NullMarked;
