package io.millrace.runtime;

import io.millrace.metrics.Metric;
import io.millrace.metrics.MetricName;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All metrics of one application as one bean of the platform's server: {@code io.millrace:type=metrics,application=...}. An attribute is named as {@code
 * stream-task-metrics/process-total{task-id=0_1,thread-id=...}}. Costs nothing until it is read. Safe from any thread.
 */
final class MetricsBean implements DynamicMBean, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MetricsBean.class);

    private final ObjectName name;
    private final Supplier<? extends Map<MetricName, ? extends Metric>> metrics;

    private MetricsBean(ObjectName name, Supplier<? extends Map<MetricName, ? extends Metric>> metrics) {
        this.name = name;
        this.metrics = metrics;
    }

    /** Registers the bean; if that fails, as when the application runs twice in the process, it says so and the application goes on without. */
    static AutoCloseable register(String applicationId, Supplier<? extends Map<MetricName, ? extends Metric>> metrics) {
        try {
            ObjectName name = new ObjectName("io.millrace:type=metrics,application=" + ObjectName.quote(applicationId));
            MetricsBean bean = new MetricsBean(name, metrics);
            ManagementFactory.getPlatformMBeanServer().registerMBean(bean, name);
            return bean;
        } catch (JMException e) {
            LOG.warn("The metrics of {} are not shown over JMX: {}", applicationId, e.toString());
            return () -> {};
        }
    }

    static String attributeName(MetricName metric) {
        return metric.group() + "/" + metric.name()
                + new TreeMap<>(metric.tags()).toString().replace(", ", ",");
    }

    @Override
    public Object getAttribute(String attribute) throws AttributeNotFoundException {
        for (Map.Entry<MetricName, ? extends Metric> entry : metrics.get().entrySet()) {
            if (attributeName(entry.getKey()).equals(attribute)) {
                return entry.getValue().metricValue();
            }
        }
        throw new AttributeNotFoundException("There is no metric " + attribute + " now");
    }

    @Override
    public AttributeList getAttributes(String[] attributes) {
        Map<String, Metric> byName = byName();
        AttributeList values = new AttributeList();
        for (String attribute : attributes) {
            Metric metric = byName.get(attribute);
            if (metric != null) {
                values.add(new Attribute(attribute, metric.metricValue()));
            }
        }
        return values;
    }

    private Map<String, Metric> byName() {
        Map<String, Metric> byName = new TreeMap<>();
        metrics.get().forEach((key, metric) -> byName.put(attributeName(key), metric));
        return byName;
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        MBeanAttributeInfo[] attributes = byName().keySet().stream()
                .map(attribute -> new MBeanAttributeInfo(attribute, "java.lang.Object", "", true, false, false))
                .toArray(MBeanAttributeInfo[]::new);
        return new MBeanInfo(
                MetricsBean.class.getName(), "Metrics of a Millrace application", attributes, null, null, null);
    }

    @Override
    public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
        throw new AttributeNotFoundException("Metrics can only be read");
    }

    @Override
    public AttributeList setAttributes(AttributeList attributes) {
        return new AttributeList();
    }

    @Override
    public Object invoke(String action, Object[] parameters, String[] signature) {
        throw new UnsupportedOperationException("Metrics have no operations");
    }

    @Override
    public void close() throws JMException {
        ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
    }
}
