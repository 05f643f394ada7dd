package io.millrace.log;

/** Root of what a broker throws. The message says what failed, where, what state the data is in and what to do. */
public class LogException extends io.millrace.errors.MillraceException {

    private static final long serialVersionUID = 1L;

    public LogException(String message) {
        super(message);
    }

    public LogException(String message, Throwable cause) {
        super(message, cause);
    }
}
