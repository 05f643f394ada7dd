/** Static files: a list made at the start, nothing else is ever looked up. */
@NullMarked
package io.millrace.interactive.page;

import org.jspecify.annotations.NullMarked;
