/** Endpoints about the application itself: state, topology, tasks, instances, health. */
@NullMarked
package io.millrace.interactive.application;

import org.jspecify.annotations.NullMarked;
