/**
 * Stores that every instance holds whole. {@link io.millrace.runtime.global.GlobalTask} fills them from their topics; other tasks read them through
 * {@link io.millrace.runtime.global.ReadOnlyStores}. Who calls it, and on which thread, is not decided here.
 */
@NullMarked
package io.millrace.runtime.global;

import org.jspecify.annotations.NullMarked;
