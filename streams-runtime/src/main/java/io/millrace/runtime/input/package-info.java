/**
 * What a task reads: a queue per partition, and the choice of the next record among them by timestamp.
 */
@NullMarked
package io.millrace.runtime.input;

import org.jspecify.annotations.NullMarked;
