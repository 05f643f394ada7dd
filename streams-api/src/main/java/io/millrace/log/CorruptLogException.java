package io.millrace.log;

/** Bytes of the log fail their checksum or format. Nothing was deleted; the message names file, position and offsets. */
public final class CorruptLogException extends LogException {

    private static final long serialVersionUID = 1L;

    public CorruptLogException(String message) {
        super(message);
    }

    public CorruptLogException(String message, Throwable cause) {
        super(message, cause);
    }
}
