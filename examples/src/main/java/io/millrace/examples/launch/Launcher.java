package io.millrace.examples.launch;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Runs an example as its command line says. */
public final class Launcher {

    /** Exit status: all is well. */
    public static final int DONE = 0;

    /** Exit status: it failed on the way. */
    public static final int FAILED = 1;

    /** Exit status: it was asked for something that it cannot do, and changed nothing. */
    public static final int REFUSED = 2;

    private final PrintStream out;
    private final PrintStream err;

    /**
     * @param out where results go
     * @param err where failures go, one line each
     */
    public Launcher(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Runs the example and returns the exit status. */
    public int run(Example example, List<String> args) {
        try {
            Options options = Options.parse(args);
            if (options.asksForHelp()) {
                help(example);
            } else if (options.serves()) {
                return serve(example, options);
            } else {
                run(example, options);
            }
            return DONE;
        } catch (Refusal e) {
            err.println(example.name() + ": " + Reasons.of(e));
            return REFUSED;
        } catch (IOException | RuntimeException e) {
            err.println(example.name() + ": " + Reasons.of(e));
            return FAILED;
        }
    }

    private void help(Example example) {
        out.println("Usage: example " + example.name() + " [--data DIR] [--input FILE]");
        if (example.live().isPresent()) {
            out.println("       example " + example.name() + " --serve [--port N] [--data DIR]");
        }
        out.println();
        out.println(example.name() + ": " + example.title());
        out.println();
        out.print(Options.USAGE);
        out.println();
        out.println("Topics that it reads: " + String.join(", ", example.input().topics()));
        out.println("The first line of the input that is shipped:");
        example.input().shipped().lines().stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .limit(1)
                .forEach(out::println);
    }

    private void run(Example example, Options options) throws Refusal, IOException {
        EventSource source = options.input().isPresent()
                ? EventSource.file(options.input().get())
                : example.input().shipped();
        try (Workspace workspace = Workspace.openOrInMemory(options.data())) {
            print(example, source, new ExampleRun(example, workspace).process(source));
        }
    }

    private int serve(Example example, Options options) throws Refusal, IOException {
        CountDownLatch end = new CountDownLatch(1);
        try (Termination termination = Termination.listen(end::countDown);
                Workspace workspace = Workspace.openForService(options.data());
                Service service = Service.start(example, workspace, options.port(), end::countDown)) {
            out.println(example.name() + ": " + example.title());
            out.println("The page is at " + service.uri() + "/, the REST endpoint at " + service.uri() + "/api/v1");
            out.println("It runs until SIGTERM or Ctrl-C.");
            out.flush();
            end.await();
            if (!termination.isWanted()) {
                err.println(example.name() + ": the application has ended; its log says why");
                return FAILED;
            }
            out.println(example.name() + ": stopping");
            out.flush();
            return DONE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private void print(Example example, EventSource source, ExampleRun.Outcome outcome) {
        out.println(example.name() + ": " + example.title());
        out.println(counted(outcome.fed(), "event") + " fed from " + source.name()
                + (outcome.fed() == 0 ? ": nothing in it is new" : ""));
        outcome.dropped().forEach((reason, count) -> out.println("dropped: " + count + " (" + reason + ")"));
        for (ResultTable<?, ?> table : example.results()) {
            out.println();
            table.lines(outcome.results().getOrDefault(table.topic(), List.of()))
                    .forEach(out::println);
        }
        out.flush();
    }

    private static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
