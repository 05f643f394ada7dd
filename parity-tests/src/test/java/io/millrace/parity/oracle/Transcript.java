package io.millrace.parity.oracle;

import io.millrace.parity.program.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** What was seen, as lines. */
public final class Transcript {

    /** How a line begins behind which nothing can be compared. */
    public static final String OWN_ERROR = "4.3.1 fails by a mistake of its own: ";

    private static final String CALL = "    > ";

    private final List<String> lines = new ArrayList<>();
    private final @Nullable SkippedCalls skipped;
    private boolean ended;

    /** @param skipped what the run leaves out; null for nothing */
    Transcript(@Nullable SkippedCalls skipped) {
        this.skipped = skipped;
    }

    List<String> lines() {
        return lines;
    }

    void describe(String text) {
        text.lines().forEach(line -> lines.add("describe: " + line));
    }

    void event(Event event) {
        lines.add(event.toString());
    }

    void section(String title) {
        lines.add(title);
    }

    /** What came of the program. */
    void note(String text) {
        add("    " + text);
    }

    /** A call of user code, or what it saw. */
    void call(String text) {
        add(CALL + text);
    }

    /** Whether a line shows a call of user code. */
    public static boolean isCall(String line) {
        return line.startsWith(CALL);
    }

    private void add(String line) {
        if (!ended) {
            lines.add(line);
        }
    }

    /** A processor is called with a record. What the parts of a foreign-key join give each other is nobody's business. */
    boolean call(String processor, @Nullable Object key, long timestampMs) {
        if (!processor.toLowerCase(Locale.ROOT).contains("subscription")) {
            call("to " + processor + ": " + key + " @" + timestampMs);
        }
        return true;
    }

    /** A punctuator is to work; returns whether it does. */
    boolean letsTick() {
        return skipped == null || skipped.letsTick();
    }

    /** What comes now says nothing about the program. */
    void end() {
        ended = true;
    }

    void failed(Throwable e) {
        if (Boolean.getBoolean("parity.stacks")) {
            e.printStackTrace();
        }
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (ownError(root)) {
            return;
        }
        lines.removeIf(line -> line.contains("close of a processor"));
        lines.add("failed: " + e.getClass().getName()
                + (root == e ? "" : " because of " + root.getClass().getName()));
    }

    /** Notes a mistake of 4.3.1's own; returns whether it is one. */
    boolean ownError(Throwable root) {
        Optional<OwnError> own = OwnError.in(root);
        own.ifPresent(error -> lines.add(error.line()));
        return own.isPresent();
    }

    static String bytes(byte @Nullable [] bytes) {
        if (bytes == null) {
            return "null";
        }
        for (byte b : bytes) {
            if (b < ' ' || b > '~') {
                return "0x" + HexFormat.of().formatHex(bytes);
            }
        }
        return "'" + new String(bytes, StandardCharsets.US_ASCII) + "'";
    }

    static String headers(Headers headers) {
        StringBuilder text = new StringBuilder("[");
        for (Header header : headers) {
            text.append(header.key()).append('=').append(bytes(header.value())).append(' ');
        }
        return text.toString().strip() + "]";
    }
}
