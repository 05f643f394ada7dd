package io.millrace.parity.differential;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;

/** What is not generated for now: the resource {@code switched-off.txt}, a name per line, with its reason. */
final class Switches {

    private Switches() {}

    static Set<String> load() {
        try (InputStream in = Switches.class.getResourceAsStream("/differential/switched-off.txt")) {
            if (in == null) {
                throw new IllegalStateException("There is no test resource /differential/switched-off.txt");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\\s+", 2)[0])
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
