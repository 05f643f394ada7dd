/** Requests for keys and rows that other instances have: forwarded one hop, redirected, or gathered. */
@NullMarked
package io.millrace.interactive.remote;

import org.jspecify.annotations.NullMarked;
