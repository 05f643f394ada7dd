/**
 * {@link io.millrace.runtime.loop.StreamLoop}: the work of one stream thread as steps. It owns a consumer, its tasks and standbys, and their commits; who calls it (a thread, a simulator) is not its business.
 */
@NullMarked
package io.millrace.runtime.loop;

import org.jspecify.annotations.NullMarked;
