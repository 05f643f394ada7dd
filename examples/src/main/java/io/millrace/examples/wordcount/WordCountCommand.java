package io.millrace.examples.wordcount;

import io.millrace.examples.launch.Reasons;
import io.millrace.examples.launch.Refusal;
import io.millrace.examples.launch.Workspace;
import io.millrace.time.Clock;
import io.millrace.time.SystemClock;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line: {@code wordcount [--data DIR] [--top N] [--threads N] FILE...}. Exit status 0: done; 1: an error while counting; 2:
 * refused. The system property {@code wordcount.progress=true} shows a progress line on standard error.
 */
public final class WordCountCommand {

    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int REFUSED = 2;

    private final InputStream in;
    private final OutputStream out;
    private final PrintStream err;
    private final boolean showsProgress;
    private final Clock clock;

    WordCountCommand(InputStream in, OutputStream out, PrintStream err, boolean showsProgress, Clock clock) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.showsProgress = showsProgress;
        this.clock = clock;
    }

    /** Runs the command and ends the process. */
    public static void main(String[] args) {
        WordCountCommand command = new WordCountCommand(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                System.err,
                Boolean.getBoolean("wordcount.progress"),
                SystemClock.instance());
        System.exit(command.run(args));
    }

    /** Runs the command and returns its exit status. */
    int run(String... args) {
        try {
            if (Arguments.askForHelp(args)) {
                out.write(Arguments.USAGE.getBytes(StandardCharsets.UTF_8));
                out.flush();
            } else {
                count(Arguments.parse(args));
            }
            return DONE;
        } catch (Refusal e) {
            err.println("wordcount: " + Reasons.of(e));
            return REFUSED;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            err.println("wordcount: " + Reasons.of(e));
            return FAILED;
        }
    }

    private void count(Arguments arguments) throws Refusal, IOException {
        List<TextInput> texts = new ArrayList<>();
        for (String file : arguments.files()) {
            texts.add(TextInput.named(file, in));
        }
        boolean keepsData = arguments.data().isPresent();
        if (keepsData) {
            for (TextInput text : texts) {
                text.canonicalPath();
            }
        }
        try (Workspace workspace = Workspace.open(arguments.data())) {
            ProgressLine progress = new ProgressLine(err, clock, showsProgress);
            CountingRun run = new CountingRun(
                    WordCount.topology(),
                    workspace.broker(),
                    workspace.stateDirectory(),
                    arguments.threads(),
                    clock,
                    progress);
            run.count(texts, keepsData ? CountingRun.Reading.RESUMED : CountingRun.Reading.ANEW)
                    .print(out, arguments.top());
        }
    }
}
