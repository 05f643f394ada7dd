/**
 * The REST endpoint of an application. {@link io.millrace.interactive.QueryServer} is all that a program sees, with {@code limits} for its bounds.
 *
 * <p>Below it, each in a package of its own and not exported, in the order in which a request passes: {@code http} (the HTTP library, threads, writing), {@code routing} (target,
 * parameters, table of routes), {@code stores}, {@code events}, {@code application}, {@code metrics}, {@code page} (the endpoints), {@code remote} (other instances), {@code
 * json}, {@code problem}. The routes are described in {@code openapi.json}, which a test compares with the running server.
 */
@NullMarked
package io.millrace.interactive;

import org.jspecify.annotations.NullMarked;
