/** Errors as answers: {@link io.millrace.interactive.problem.Problem}, its types, and the exception that carries one out of an endpoint. */
@NullMarked
package io.millrace.interactive.problem;

import org.jspecify.annotations.NullMarked;
