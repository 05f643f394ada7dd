package io.millrace.processor;

/** A scheduled punctuation. */
public interface Cancellable {

    /** Stops further calls. May be called inside the punctuation, and more than once. */
    void cancel();
}
