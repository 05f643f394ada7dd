package io.millrace.errors;

/** Decides what becomes of a stream thread whose task failed. Called on that thread. */
@FunctionalInterface
public interface StreamsUncaughtExceptionHandler {

    /** Decides about one failure. Everything since the last commit has been undone by then. */
    StreamThreadExceptionResponse handle(Throwable exception);

    /** The decisions there are. */
    enum StreamThreadExceptionResponse {
        /** Start another thread in its place, which takes up the tasks at their last commit. */
        REPLACE_THREAD(0, "REPLACE_THREAD"),
        /** Stop this instance. */
        SHUTDOWN_CLIENT(1, "SHUTDOWN_CLIENT"),
        /** Stop all instances of the application. */
        SHUTDOWN_APPLICATION(2, "SHUTDOWN_APPLICATION");

        /** Name of the decision. */
        public final String name;

        /** Number of the decision; never changes. */
        public final int id;

        StreamThreadExceptionResponse(int id, String name) {
            this.id = id;
            this.name = name;
        }
    }
}
