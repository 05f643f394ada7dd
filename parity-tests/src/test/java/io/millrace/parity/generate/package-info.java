/**
 * Random scenarios. {@link io.millrace.parity.generate.ProgramGenerator} makes programs whose steps fit together, {@link io.millrace.parity.generate.EventGenerator}
 * what happens to them; both depend on nothing but their seed.
 */
@NullMarked
package io.millrace.parity.generate;

import org.jspecify.annotations.NullMarked;
