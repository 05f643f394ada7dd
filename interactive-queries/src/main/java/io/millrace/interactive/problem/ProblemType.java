package io.millrace.interactive.problem;

import java.util.Locale;

/** Every kind of error that the endpoint answers with. The name in lower case, with hyphens, ends the problem's type URI. */
public enum ProblemType {
    /** Path or parameters are not what the route takes. */
    BAD_REQUEST(400, "The request is not valid"),
    /** The store is of a kind that the route does not read. */
    WRONG_STORE_KIND(400, "The store is of another kind"),
    /** A continuation token belongs to another query. */
    BAD_TOKEN(400, "The continuation token does not fit"),
    /** A token is configured and the request has none, or another. */
    UNAUTHORIZED(401, "A token is needed"),
    /** No route has this path. */
    NO_SUCH_PATH(404, "There is nothing at this path"),
    /** The topology has no such store. */
    NO_SUCH_STORE(404, "No such store"),
    /** The store has been read, and has no such key. */
    NO_SUCH_KEY(404, "No such key"),
    /** The route takes GET, HEAD and OPTIONS. */
    METHOD_NOT_ALLOWED(405, "The method is not allowed"),
    /** The request has a body. */
    BODY_NOT_ALLOWED(413, "Requests have no body"),
    /** The request line is too long. */
    URI_TOO_LONG(414, "The address is too long"),
    /** The request is not for this instance, or its host is unknown. */
    MISDIRECTED(421, "The request is not for this server"),
    /** Too many requests wait, or too many bytes are being sent. */
    OVERLOADED(429, "Too many requests"),
    /** The headers are too large. */
    HEADERS_TOO_LARGE(431, "The headers are too large"),
    /** A value of a store has no form in JSON. */
    NOT_CONVERTIBLE(500, "A value cannot be shown as JSON"),
    /** The store failed to answer. */
    STORE_FAILED(500, "The store failed"),
    /** A defect of the endpoint. */
    INTERNAL(500, "The endpoint failed"),
    /** Another instance did not answer as it should. */
    INSTANCE_FAILED(502, "Another instance failed to answer"),
    /** The application starts, hands out tasks, restores, closes or has failed. */
    NOT_READY(503, "The application is not ready to answer"),
    /** The store has not seen the position that was asked for. */
    POSITION_NOT_REACHED(503, "The store has not reached the position"),
    /** The answer took longer than it may. */
    OUT_OF_TIME(503, "The answer took too long"),
    /** What the HTTP library refuses by itself. */
    HTTP(400, "The request is not valid HTTP");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** Status of the answer; that of {@link #HTTP} varies. */
    public int status() {
        return status;
    }

    /** What is common to all problems of the type. */
    public String title() {
        return title;
    }

    /** The type URI. */
    public String uri() {
        return "urn:millrace:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
