/**
 * Word count with the Processor API: {@link io.millrace.examples.wordcountprocessor.WordCountProcessors}. Word count with the DSL is in {@code
 * io.millrace.examples.wordcount}.
 */
@NullMarked
package io.millrace.examples.wordcountprocessor;

import org.jspecify.annotations.NullMarked;
