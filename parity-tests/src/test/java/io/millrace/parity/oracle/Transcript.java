package io.millrace.parity.oracle;

import io.millrace.parity.program.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** What was seen, as lines. */
public final class Transcript {

    /** How a line begins behind which nothing can be compared. */
    public static final String OWN_ERROR = "4.3.1 fails by a mistake of its own: ";

    private final List<String> lines = new ArrayList<>();
    private boolean ended;

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

    /** A call of user code, or what it saw. */
    void note(String text) {
        if (!ended) {
            lines.add("    " + text);
        }
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
