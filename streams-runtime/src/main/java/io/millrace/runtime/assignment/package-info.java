/**
 * Which member of the group runs which task: sticky and balanced. What members tell each other is encoded here too.
 */
@NullMarked
package io.millrace.runtime.assignment;

import org.jspecify.annotations.NullMarked;
