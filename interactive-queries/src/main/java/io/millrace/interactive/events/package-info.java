/** Changes of a store as server-sent events. */
@NullMarked
package io.millrace.interactive.events;

import org.jspecify.annotations.NullMarked;
