package io.millrace.interactive.problem;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An error as RFC 9457 describes it. Immutable.
 *
 * @param status HTTP status
 * @param detail what happened and what to do
 * @param members further members: strings, numbers, lists, maps
 * @param headers headers that the answer has besides
 */
public record Problem(
        ProblemType type, int status, String detail, Map<String, Object> members, Map<String, String> headers) {

    /** The media type. */
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        members = Map.copyOf(members);
        headers = Map.copyOf(headers);
    }

    /** With nothing but the detail. */
    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, type.status(), detail, Map.of(), Map.of());
    }

    /** The same with one more member. */
    public Problem with(String member, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put(member, value);
        return new Problem(type, status, detail, more, headers);
    }

    /** The same with one more header. */
    public Problem withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Problem(type, status, detail, members, more);
    }

    /** The same with the advice to try again after so many seconds. */
    public Problem retryAfterSeconds(int seconds) {
        return withHeader("Retry-After", Integer.toString(seconds));
    }

    /** To be thrown. */
    public ProblemException toException() {
        return new ProblemException(this, null);
    }

    /** To be thrown, with what it came from. */
    public ProblemException toException(Throwable cause) {
        return new ProblemException(this, cause);
    }
}
