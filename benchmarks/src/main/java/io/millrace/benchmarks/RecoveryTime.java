package io.millrace.benchmarks;

import io.millrace.benchmarks.RecoveryApplication.Mode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How long an application takes from the start of its process to its first record after {@code kill -9}, with many keys in its state.
 *
 * <p>Arguments: {@code --keys N} (2,000,000), {@code --kills N} (3), {@code --directory DIR} (a temporary one, removed afterwards). A child process counts records by key until
 * it has that many keys, goes on, and is killed while it does; the next one goes on where it was, and is killed again. Each start is timed here, from before the process is
 * made until its line about the first record is read. Status 1 if one took longer than {@code --limit-ms} (2,000; the machine must be idle for that to mean something).
 */
public final class RecoveryTime {

    private static final String USAGE =
            "usage: bin/recovery-time [--keys N] [--kills N] [--limit-ms N] [--directory DIR]";

    private long keys = 2_000_000;
    private int kills = 3;
    private long limitMs = 2_000;
    private Path directory = Path.of("");
    private boolean isTemporary = true;

    private RecoveryTime() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        RecoveryTime measurement = new RecoveryTime();
        try {
            measurement.read(args);
        } catch (IllegalArgumentException e) {
            System.err.println("recovery-time: " + e.getMessage());
            System.err.println(USAGE);
            System.exit(2);
        }
        System.exit(measurement.run() ? 0 : 1);
    }

    private void read(String[] args) {
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + " needs a value");
            }
            String value = args[i + 1];
            switch (args[i]) {
                case "--keys" -> keys = Long.parseLong(value);
                case "--kills" -> kills = Integer.parseInt(value);
                case "--limit-ms" -> limitMs = Long.parseLong(value);
                case "--directory" -> {
                    directory = Path.of(value);
                    isTemporary = false;
                }
                default -> throw new IllegalArgumentException("there is no option " + args[i]);
            }
        }
        if (keys < 1 || kills < 1) {
            throw new IllegalArgumentException("--keys and --kills must be at least 1");
        }
    }

    private boolean run() throws IOException, InterruptedException {
        if (isTemporary) {
            directory = Files.createTempDirectory("millrace-recovery");
        }
        try {
            return measure();
        } finally {
            if (isTemporary) {
                Directories.delete(directory);
            }
        }
    }

    private boolean measure() throws IOException, InterruptedException {
        long start = System.nanoTime();
        try (Child child = Child.start(Mode.LOAD, directory, keys)) {
            child.await(RecoveryApplication.LOADED);
            System.out.printf(
                    Locale.ROOT,
                    "%,d keys counted in %.1f s; killed while it goes on, %s%n",
                    keys,
                    (System.nanoTime() - start) / 1e9,
                    Directories.sizes(directory));
        }
        boolean isFastEnough = true;
        for (int kill = 1; kill <= kills; kill++) {
            isFastEnough &= measureStart(kill) <= limitMs;
        }
        return isFastEnough;
    }

    private long measureStart(int kill) throws IOException, InterruptedException {
        long start = System.nanoTime();
        try (Child child = Child.start(Mode.RECOVER, directory, keys)) {
            String phases = child.await(RecoveryApplication.FIRST_RECORD);
            long tookMs = (System.nanoTime() - start) / 1_000_000;
            System.out.printf(
                    Locale.ROOT, "start after kill %d: %,d ms to the first record (%s)%n", kill, tookMs, phases);
            // It goes on until it has done some seconds of work, so that the next one finds a tail to replay.
            child.await(RecoveryApplication.WORKED);
            return tookMs;
        }
    }

    /** A process that is killed when this is closed. */
    private record Child(Process process, BufferedReader output) implements AutoCloseable {

        static Child start(Mode mode, Path directory, long keys) throws IOException {
            List<String> command = new ArrayList<>();
            command.add(ProcessHandle.current().info().command().orElse("java"));
            String options = System.getProperty("recovery.options", "");
            if (!options.isEmpty()) {
                command.addAll(List.of(options.split(" ")));
            }
            command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=4", "-cp"));
            command.add(System.getProperty("java.class.path"));
            command.addAll(List.of(
                    RecoveryApplication.class.getName(), mode.name(), directory.toString(), Long.toString(keys)));
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new Child(
                    process,
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
        }

        /** Reads up to the line that starts with this; returns the rest of it. */
        String await(String beginning) throws IOException {
            String line = output.readLine();
            while (line != null && !line.startsWith(beginning)) {
                System.out.println(line);
                line = output.readLine();
            }
            if (line == null) {
                throw new IOException("The child ended before it said '" + beginning + "'");
            }
            return line.substring(beginning.length()).trim();
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly();
            output.close();
            process.onExit().join();
        }
    }
}
