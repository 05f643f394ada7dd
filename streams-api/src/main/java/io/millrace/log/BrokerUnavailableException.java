package io.millrace.log;

/** The broker cannot answer or take writes at the moment (storage failed, closing, no connection). Nothing was done; retrying later may help. */
public final class BrokerUnavailableException extends LogException {

    private static final long serialVersionUID = 1L;

    public BrokerUnavailableException(String message) {
        super(message);
    }

    public BrokerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
