/** Endpoints that read stores: one snapshot, one bounded page, closed before the first byte is written. */
@NullMarked
package io.millrace.interactive.stores;

import org.jspecify.annotations.NullMarked;
