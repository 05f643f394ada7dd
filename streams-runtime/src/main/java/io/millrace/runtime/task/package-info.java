/**
 * {@link io.millrace.runtime.task.StreamTask}: one or more sub-topologies on one partition group, owned by one thread at a time. It processes, punctuates, says what a commit has to contain, and rewinds. The order of a commit's steps is in {@code runtime.commit}. {@link io.millrace.runtime.task.StandbyTask}: a copy of a task's stores, without processors.
 */
@NullMarked
package io.millrace.runtime.task;

import org.jspecify.annotations.NullMarked;
