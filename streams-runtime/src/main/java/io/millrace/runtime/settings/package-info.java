/**
 * The configuration as the runtime uses it: resolved once, typed, immutable.
 */
@NullMarked
package io.millrace.runtime.settings;

import org.jspecify.annotations.NullMarked;
