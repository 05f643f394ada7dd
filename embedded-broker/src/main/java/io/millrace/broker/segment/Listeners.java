package io.millrace.broker.segment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Who is told of appends. Thread-safe; telling takes no lock. */
final class Listeners {

    private final Object lock = new Object();
    private volatile Runnable[] all = {};

    void add(Runnable listener) {
        synchronized (lock) {
            Runnable[] more = Arrays.copyOf(all, all.length + 1);
            more[all.length] = listener;
            all = more;
        }
    }

    void remove(Runnable listener) {
        synchronized (lock) {
            List<Runnable> fewer = new ArrayList<>(List.of(all));
            fewer.remove(listener);
            all = fewer.toArray(Runnable[]::new);
        }
    }

    void signal() {
        for (Runnable listener : all) {
            listener.run();
        }
    }
}
