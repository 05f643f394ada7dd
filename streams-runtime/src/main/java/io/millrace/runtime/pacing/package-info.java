/**
 * When a task commits: {@link io.millrace.runtime.pacing.CommitPacing}. How it commits is in {@code runtime.commit}.
 */
@NullMarked
package io.millrace.runtime.pacing;

import org.jspecify.annotations.NullMarked;
