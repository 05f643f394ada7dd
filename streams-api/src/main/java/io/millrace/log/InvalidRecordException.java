package io.millrace.log;

/** A topic does not take a record as it is: no key where the topic is compacted by key, or a timestamp too far from now. Nothing was appended. */
public final class InvalidRecordException extends LogException {

    private static final long serialVersionUID = 1L;

    public InvalidRecordException(String message) {
        super(message);
    }

    public InvalidRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
