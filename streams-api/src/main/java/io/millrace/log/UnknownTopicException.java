package io.millrace.log;

/** There is no such topic or partition. */
public final class UnknownTopicException extends LogException {

    private static final long serialVersionUID = 1L;

    public UnknownTopicException(String message) {
        super(message);
    }

    public UnknownTopicException(String message, Throwable cause) {
        super(message, cause);
    }
}
