/** What the endpoint takes on at most. Public, since programs set it. */
@NullMarked
package io.millrace.interactive.limits;

import org.jspecify.annotations.NullMarked;
