package io.millrace.examples.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Lines of input, and where they are from. Immutable.
 *
 * @param id what identifies it in a data directory
 * @param name what it is called in messages
 */
record EventSource(String id, String name, List<String> lines) {

    private static final String SHIPPED = "shipped";

    /** A file that the module ships next to a class. */
    static EventSource shipped(Class<?> owner, String file) {
        try (InputStream in = owner.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("There is no " + file + " next to " + owner.getName());
            }
            List<String> lines =
                    new BufferedReader(new InputStreamReader(in, UTF_8)).lines().toList();
            return new EventSource(SHIPPED, file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of the user. */
    static EventSource file(Path path) throws Refusal {
        try {
            return new EventSource(path.toRealPath().toString(), path.toString(), Files.readAllLines(path, UTF_8));
        } catch (IOException e) {
            throw new Refusal("cannot read --input " + path + ": " + Reasons.of(e), e);
        }
    }

    boolean isShipped() {
        return id.equals(SHIPPED);
    }
}
