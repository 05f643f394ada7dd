package io.millrace.runtime;

import io.millrace.errors.StreamsUncaughtExceptionHandler;
import io.millrace.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the user's handler what is to happen after a thread has failed; one that fails itself stops the application. Safe from any thread. */
final class UncaughtExceptions {

    private static final Logger LOG = LoggerFactory.getLogger(UncaughtExceptions.class);

    private volatile StreamsUncaughtExceptionHandler handler = e -> StreamThreadExceptionResponse.SHUTDOWN_CLIENT;

    void setHandler(StreamsUncaughtExceptionHandler newHandler) {
        handler = newHandler;
    }

    StreamThreadExceptionResponse ask(Throwable e) {
        try {
            return handler.handle(e);
        } catch (Throwable inHandler) {
            // Errors too: a thread that ends without an answer would be missed by nobody.
            LOG.error("The uncaught exception handler failed itself; the application shuts down", inHandler);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
    }
}
