/**
 * Programs, records and settings as data, free of both libraries: {@link io.millrace.parity.program.Program} is a list of
 * {@link io.millrace.parity.program.Step}s, a {@link io.millrace.parity.program.Scenario} adds what happens to it, and {@link io.millrace.parity.program.Functions}
 * are the user functions that it names by number. What a scenario does is written down by an {@link io.millrace.parity.program.Interpreter}.
 */
@NullMarked
package io.millrace.parity.program;

import org.jspecify.annotations.NullMarked;
