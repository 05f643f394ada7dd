package io.millrace.test;

import io.millrace.runtime.settings.RuntimeSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where a driver's persistent stores are, until it is closed. */
final class StateDirectory {

    /** What the runtime calls the directory of global stores. */
    static final String GLOBAL_STORES = "global";

    private final Path path;

    private StateDirectory(Path path) {
        this.path = path;
    }

    static StateDirectory of(RuntimeSettings settings) {
        return new StateDirectory(Path.of(settings.stateDirectory(), settings.applicationId()));
    }

    String resolve(String name) {
        return path.resolve(name).toString();
    }

    /** Deletes it with all that is in it. */
    void delete() {
        delete(path);
    }

    /** Deletes what is in it under that name. */
    void delete(String name) {
        delete(path.resolve(name));
    }

    private static void delete(Path root) {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> all = Files.walk(root)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The state of the test in " + root + " cannot be deleted", e);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
