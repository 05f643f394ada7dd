package io.millrace.interactive.remote;

/** What becomes of a request for something that another instance has. */
public enum RemoteMode {
    /** The other instance is asked, and its answer passed on. */
    FORWARD,
    /** The client is told where to go, with 307. Scans, which may need several instances, are forwarded all the same. */
    REDIRECT,
    /** Nothing: only what is here is shown. */
    LOCAL
}
