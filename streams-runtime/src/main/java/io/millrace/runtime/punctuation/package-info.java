/**
 * Callbacks by stream time and by wall clock. When they run is decided by the task; what they do is the user's.
 */
@NullMarked
package io.millrace.runtime.punctuation;

import org.jspecify.annotations.NullMarked;
