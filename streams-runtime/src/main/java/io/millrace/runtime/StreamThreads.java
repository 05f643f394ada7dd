package io.millrace.runtime;

import io.millrace.processor.TaskId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stream threads of an application that have not ended. Safe from any thread; nothing foreign runs under its lock but the making of a thread. */
final class StreamThreads {

    private static final Logger LOG = LoggerFactory.getLogger(StreamThreads.class);

    private final Object lock = new Object();
    private final Set<StreamThread> threads = new LinkedHashSet<>();

    /** Adds a thread with the smallest number that is free. */
    StreamThread add(IntFunction<StreamThread> maker) {
        synchronized (lock) {
            int number = 1;
            while (isTaken(number)) {
                number++;
            }
            StreamThread thread = maker.apply(number);
            threads.add(thread);
            return thread;
        }
    }

    private boolean isTaken(int number) {
        return threads.stream().anyMatch(thread -> thread.number() == number);
    }

    /** The thread has ended. */
    void remove(StreamThread thread) {
        synchronized (lock) {
            threads.remove(thread);
        }
    }

    /** A close has taken longer than it may: logs what each thread does, since it is most often a processor that does not return. */
    void tellWhereTheyAre(long timeoutMs) {
        for (StreamThread thread : all()) {
            Throwable here = new Throwable("Where " + thread.getName() + " is");
            here.setStackTrace(thread.getStackTrace());
            LOG.warn("{}", describeLate(thread, timeoutMs), here);
        }
    }

    static String describeLate(StreamThread thread, long timeoutMs) {
        TaskId task = thread.loop().taskAtWork();
        return thread.getName() + " has not ended within the " + timeoutMs + " ms of close(), and goes on to end; "
                + (task == null ? "it is at work on none of its tasks" : "it is at work on task " + task)
                + ", see its stack. If the process exits now, what it has not committed is processed again at the next start; nothing is lost";
    }

    List<StreamThread> all() {
        synchronized (lock) {
            return List.copyOf(threads);
        }
    }

    int count() {
        return all().size();
    }

    boolean contains(Thread thread) {
        return thread instanceof StreamThread && all().contains(thread);
    }

    /** Tells one thread to stop, preferably another than the caller; null if none is left that has not been told. */
    @Nullable
    StreamThread stopOne() {
        synchronized (lock) {
            StreamThread chosen = null;
            for (StreamThread thread : threads) {
                boolean isBetter = chosen == null || chosen == Thread.currentThread();
                if (!thread.isStopping() && isBetter) {
                    chosen = thread;
                }
            }
            if (chosen != null) {
                chosen.stopSoon();
            }
            return chosen;
        }
    }
}
