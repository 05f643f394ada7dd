package io.millrace.log;

/** A transaction was open for longer than its timeout, and was aborted. Nothing of it is visible: abort it, and do its work again. */
public final class TransactionExpiredException extends LogException {

    private static final long serialVersionUID = 1L;

    public TransactionExpiredException(String message) {
        super(message);
    }
}
