package io.millrace.stores.engine;

import io.millrace.errors.ProcessorStateException;

/** A file of an engine is damaged. The engine is set aside when it is opened next, and its stores are built anew from their changelogs. */
public final class DamagedStoreException extends ProcessorStateException {

    private static final long serialVersionUID = 1L;

    private final String directory;

    /**
     * @param directory of the engine
     */
    public DamagedStoreException(String directory, String message, Throwable cause) {
        super(message, cause);
        this.directory = directory;
    }

    /** Directory of the engine. */
    public String directory() {
        return directory;
    }
}
