package io.millrace.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where a driver's persistent stores are, until it is closed. */
final class StateDirectory {

    private final Path path;

    StateDirectory(Path path) {
        this.path = path;
    }

    String resolve(String name) {
        return path.resolve(name).toString();
    }

    /** Deletes it with all that is in it. */
    void delete() {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The state of the test in " + path + " cannot be deleted", e);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
