/**
 * Stores that every instance holds whole. {@link io.millrace.runtime.global.GlobalTask} fills them from their topics; other tasks read them through
 * {@link io.millrace.runtime.global.GlobalReaders}, and {@link io.millrace.runtime.global.GlobalLoop} is the work of the thread that does it as steps.
 */
@NullMarked
package io.millrace.runtime.global;

import org.jspecify.annotations.NullMarked;
