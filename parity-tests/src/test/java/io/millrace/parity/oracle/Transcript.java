package io.millrace.parity.oracle;

import io.millrace.parity.program.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** What was seen, as lines. */
final class Transcript {

    /** An error of 4.3.1's own when it merges repartitions. */
    static final String CANNOT_BUILD = "4.3.1 cannot build it";

    private final List<String> lines = new ArrayList<>();

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
        lines.add("    " + text);
    }

    void failed(Throwable e) {
        if (Boolean.getBoolean("parity.stacks")) {
            e.printStackTrace();
        }
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (String.valueOf(e.getMessage()).contains("null keyChangingChild")) {
            lines.add(CANNOT_BUILD);
            return;
        }
        lines.removeIf(line -> line.contains("close of a processor"));
        lines.add("failed: " + e.getClass().getName()
                + (root == e ? "" : " because of " + root.getClass().getName()));
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
