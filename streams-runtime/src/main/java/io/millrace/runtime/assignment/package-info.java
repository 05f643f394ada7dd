/**
 * Which member of the group runs which task, and which keep copies: {@link io.millrace.runtime.assignment.TaskAssignment} decides, a pure function of what members
 * tell; sticky, balanced, and never where much would have to be restored while another instance has it. What members tell each other is encoded here too.
 */
@NullMarked
package io.millrace.runtime.assignment;

import org.jspecify.annotations.NullMarked;
