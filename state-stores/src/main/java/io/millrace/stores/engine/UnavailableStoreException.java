package io.millrace.stores.engine;

import io.millrace.errors.ProcessorStateException;
import org.jspecify.annotations.Nullable;

/** The disk of an engine cannot be read or written at the moment: it is full, or permission was lost. What was committed is safe; the same may work later. */
public final class UnavailableStoreException extends ProcessorStateException {

    private static final long serialVersionUID = 1L;

    public UnavailableStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
