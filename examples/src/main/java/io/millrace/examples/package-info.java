/**
 * Runnable programs that show how to use Millrace: {@code bin/example}. {@code Examples} lists them; each has a package of its own, and {@code README.md} of
 * the module tells what each shows. What they share is in {@link io.millrace.examples.launch}.
 */
@NullMarked
package io.millrace.examples;

import org.jspecify.annotations.NullMarked;
