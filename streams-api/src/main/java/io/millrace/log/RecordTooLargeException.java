package io.millrace.log;

/** A record is larger than its topic takes. Nothing was appended. */
public final class RecordTooLargeException extends LogException {

    private static final long serialVersionUID = 1L;

    public RecordTooLargeException(String message) {
        super(message);
    }

    public RecordTooLargeException(String message, Throwable cause) {
        super(message, cause);
    }
}
