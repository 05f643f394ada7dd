package io.millrace.processor;

/** Code that a task calls as time passes; see {@link ProcessingContext#schedule}. */
@FunctionalInterface
public interface Punctuator {

    /** Called on the task's thread with the current stream time or wall-clock time, in milliseconds. */
    void punctuate(long timestamp);
}
