package io.millrace.log;

/** The broker cannot answer or take writes (storage full or failed, closing, no connection). Nothing was done. */
public final class BrokerUnavailableException extends LogException {

    private static final long serialVersionUID = 1L;

    private final Remedy remedy;

    /** What has to happen before the same can work. */
    public enum Remedy {
        /** Nothing but time: once a disk has space or permission is back, the same works. */
        TRY_AGAIN,
        /** The broker has to be opened again. */
        OPEN_AGAIN
    }

    public BrokerUnavailableException(String message) {
        super(message);
        this.remedy = Remedy.TRY_AGAIN;
    }

    public BrokerUnavailableException(String message, Throwable cause) {
        this(Remedy.TRY_AGAIN, message, cause);
    }

    public BrokerUnavailableException(Remedy remedy, String message) {
        super(message);
        this.remedy = remedy;
    }

    public BrokerUnavailableException(Remedy remedy, String message, Throwable cause) {
        super(message, cause);
        this.remedy = remedy;
    }

    /** Whether the same may work later, without anybody opening the broker again. */
    public boolean isTemporary() {
        return remedy == Remedy.TRY_AGAIN;
    }
}
