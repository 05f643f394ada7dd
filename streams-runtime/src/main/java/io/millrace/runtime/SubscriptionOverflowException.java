package io.millrace.runtime;

import io.millrace.errors.InvalidStateStoreException;

/** More changes came than a {@link StoreSubscription} may buffer: it was polled too slowly. It has ended; subscribe anew, with the current rows or a larger buffer. */
public class SubscriptionOverflowException extends InvalidStateStoreException {

    private static final long serialVersionUID = 1L;

    /** With a message that says how many and what to do. */
    public SubscriptionOverflowException(String message) {
        super(message);
    }
}
