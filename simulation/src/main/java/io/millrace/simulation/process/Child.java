package io.millrace.simulation.process;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A {@link VictimMain} as its parent sees it: the lines that it says, and signals. Confined to the parent's thread. */
final class Child {

    /** What {@link #nextLine} returns when the process is over and has said all. */
    static final String END = "end";

    private static final long END_WAIT_S = 30;

    private final Process process;
    private final long startNanos = System.nanoTime();
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private boolean hasEnded;

    /**
     * Starts it.
     *
     * @param log takes what it logs
     */
    Child(List<String> arguments, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-ea",
                "-Xmx768m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Xshare:auto",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                VictimMain.class.getName()));
        command.addAll(arguments);
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectInput(new File("/dev/null"))
                .start();
        Thread reader = new Thread(this::read, "lines of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lines.add(END);
        }
    }

    /** The next line; null if there is none within the time; {@link #END} at the end. */
    @Nullable
    String nextLine(long waitNanos) throws InterruptedException {
        if (hasEnded) {
            return END;
        }
        String line = lines.poll(Math.max(0, waitNanos), TimeUnit.NANOSECONDS);
        hasEnded = END.equals(line);
        return line;
    }

    long ageNanos() {
        return System.nanoTime() - startNanos;
    }

    void kill() {
        // By its handle: the process object would throw away what is still to be read.
        process.toHandle().destroyForcibly();
    }

    void signal(String name) throws IOException, InterruptedException {
        run("kill", "-" + name, Long.toString(process.pid()));
    }

    /** From now on none of its files grows past so many bytes: to the process that is a full disk. False if this machine has no program for that. */
    boolean limitFiles(long bytes) throws InterruptedException {
        return setFileLimit(Long.toString(bytes));
    }

    /** Lets its files grow again. */
    boolean liftFileLimit() throws InterruptedException {
        return setFileLimit("unlimited");
    }

    private boolean setFileLimit(String soft) throws InterruptedException {
        try {
            return run("prlimit", "--pid", Long.toString(process.pid()), "--fsize=" + soft + ":unlimited") == 0;
        } catch (IOException e) {
            // There is no such program here.
            return false;
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /** Its exit status, once it is over. */
    int status() throws InterruptedException {
        if (!process.waitFor(END_WAIT_S, TimeUnit.SECONDS)) {
            throw new IllegalStateException("The process " + process.pid() + " does not end");
        }
        return process.exitValue();
    }
}
