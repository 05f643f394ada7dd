/** Keys and values of stores as JSON, and text as keys. Knows nothing of requests. */
@NullMarked
package io.millrace.interactive.json;

import org.jspecify.annotations.NullMarked;
