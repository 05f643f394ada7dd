package io.millrace.runtime.metrics;

import io.millrace.metrics.Metric;
import io.millrace.metrics.MetricsListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners of the metrics of all tasks. Safe from any thread; one lock keeps the order of what a listener hears, so listeners are told inside it. */
public final class MetricsFeed implements MetricsListener {

    private static final Logger LOG = LoggerFactory.getLogger(MetricsFeed.class);

    private final Object lock = new Object();
    // Both guarded by the lock.
    private final Set<Metric> present = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<MetricsListener> listeners = new ArrayList<>();

    /** Adds a listener, which hears of all metrics that are there first. */
    public void add(MetricsListener listener) {
        synchronized (lock) {
            listeners.add(listener);
            present.forEach(metric -> tell(listener, one -> one.metricAdded(metric)));
        }
    }

    @Override
    public void metricAdded(Metric metric) {
        synchronized (lock) {
            if (present.add(metric)) {
                listeners.forEach(listener -> tell(listener, one -> one.metricAdded(metric)));
            }
        }
    }

    @Override
    public void metricRemoved(Metric metric) {
        synchronized (lock) {
            if (present.remove(metric)) {
                listeners.forEach(listener -> tell(listener, one -> one.metricRemoved(metric)));
            }
        }
    }

    private static void tell(MetricsListener listener, Consumer<MetricsListener> what) {
        try {
            what.accept(listener);
        } catch (RuntimeException e) {
            LOG.error("A metrics listener ({}) failed; it may lack metrics from now on", listener, e);
        }
    }
}
