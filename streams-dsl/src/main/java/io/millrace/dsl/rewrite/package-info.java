/**
 * Rules that improve or complete a plan: each is one class, {@code Plan -> Plan}, and changes nothing in place. {@link io.millrace.dsl.rewrite.Rewriting}
 * has the pipeline and says which rules the configuration switches. Rules draw no names.
 */
@NullMarked
package io.millrace.dsl.rewrite;

import org.jspecify.annotations.NullMarked;
