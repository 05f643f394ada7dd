/** The HTTP library's side: connector, limits, worker threads, writing answers. The only package that sees Jetty. */
@NullMarked
package io.millrace.interactive.http;

import org.jspecify.annotations.NullMarked;
