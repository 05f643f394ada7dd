package io.millrace.log;

/** Somebody else has taken over: a producer of the same transactional id, or the group in a later generation. Drop what is not committed. */
public final class FencedException extends LogException {

    private static final long serialVersionUID = 1L;

    public FencedException(String message) {
        super(message);
    }

    public FencedException(String message, Throwable cause) {
        super(message, cause);
    }
}
