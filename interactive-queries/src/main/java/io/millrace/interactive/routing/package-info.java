/** From a request's target to the endpoint that answers it: decoded segments, checked parameters, a table of routes. Knows nothing of the HTTP library. */
@NullMarked
package io.millrace.interactive.routing;

import org.jspecify.annotations.NullMarked;
