/**
 * Topics a topology needs: finds source topics, resolves partition counts, makes internal and sink topics.
 */
@NullMarked
package io.millrace.runtime.topics;

import org.jspecify.annotations.NullMarked;
