/**
 * Brings stores up to the end of their changelogs before their task processes.
 */
@NullMarked
package io.millrace.runtime.restore;

import org.jspecify.annotations.NullMarked;
