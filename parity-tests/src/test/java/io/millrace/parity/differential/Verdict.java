package io.millrace.parity.differential;

import io.millrace.parity.oracle.Transcript;
import java.util.List;

/**
 * What came of a comparison.
 *
 * @param expected what 4.3.1 showed
 * @param actual what Millrace showed
 */
record Verdict(Kind kind, List<String> expected, List<String> actual) {

    enum Kind {
        SAME,
        DIFFERENT,
        /** 4.3.1 disagrees with itself. */
        UNSTABLE,
        /** They show the same but for what a processor did with a record before it failed on it and skipped it: 4.3.1 keeps that. */
        HALF_EFFECTS,
        /** Up to a failure that is 4.3.1's own mistake they show the same. */
        OWN_ERROR
    }

    static Verdict of(List<String> expected, List<String> actual) {
        if (expected.equals(actual)) {
            return new Verdict(Kind.SAME, expected, actual);
        }
        int end = ownError(expected);
        boolean sameBefore =
                end >= 0 && actual.size() >= end && expected.subList(0, end).equals(actual.subList(0, end));
        return new Verdict(sameBefore ? Kind.OWN_ERROR : Kind.DIFFERENT, expected, actual);
    }

    private static int ownError(List<String> expected) {
        for (int i = 0; i < expected.size(); i++) {
            if (expected.get(i).startsWith(Transcript.OWN_ERROR)) {
                return i;
            }
        }
        return -1;
    }

    /** What 4.3.1's own mistake is; only of {@link Kind#OWN_ERROR}. */
    String ownError() {
        return expected.get(ownError(expected)).substring(Transcript.OWN_ERROR.length());
    }

    boolean isDifferent() {
        return kind == Kind.DIFFERENT;
    }

    /** The first line that differs, with what comes before and after it. */
    String explanation() {
        int at = 0;
        while (at < expected.size() && at < actual.size() && expected.get(at).equals(actual.get(at))) {
            at++;
        }
        StringBuilder text = new StringBuilder();
        for (int i = Math.max(0, at - 12); i < at; i++) {
            text.append("            ").append(expected.get(i)).append('\n');
        }
        append(text, "  4.3.1     ", expected, at);
        append(text, "  Millrace  ", actual, at);
        return text.toString();
    }

    private static void append(StringBuilder text, String who, List<String> lines, int from) {
        for (int i = from; i < Math.min(lines.size(), from + 6); i++) {
            text.append(who).append(lines.get(i)).append('\n');
        }
        if (from >= lines.size()) {
            text.append(who).append("(nothing more)\n");
        }
    }

    /** What kind of difference it is, so that shrinking stays with it. */
    String signature() {
        int at = 0;
        while (at < expected.size() && at < actual.size() && expected.get(at).equals(actual.get(at))) {
            at++;
        }
        return kind(expected, at) + " / " + kind(actual, at);
    }

    private static String kind(List<String> lines, int at) {
        if (at >= lines.size()) {
            return "end";
        }
        String line = lines.get(at).strip();
        if (line.startsWith("failed")) {
            return line;
        }
        int end = line.indexOf(' ');
        return end < 0 ? line : line.substring(0, end).replaceAll("[0-9]", "");
    }
}
