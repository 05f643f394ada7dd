package io.millrace.log;

/** A commit may or may not have been decided. A new producer of the same transactional id, or a restart, finds out. */
public final class CommitOutcomeUnknownException extends LogException {

    private static final long serialVersionUID = 1L;

    public CommitOutcomeUnknownException(String message) {
        super(message);
    }

    public CommitOutcomeUnknownException(String message, Throwable cause) {
        super(message, cause);
    }
}
