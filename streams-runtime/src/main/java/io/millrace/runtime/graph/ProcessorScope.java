package io.millrace.runtime.graph;

import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import java.util.Set;

/** The context of a {@code Processor}. Confined to the task's thread. */
final class ProcessorScope extends NodeScope implements ProcessorContext<Object, Object> {

    ProcessorScope(String nodeName, TaskScope task, Set<String> storeNames) {
        super(nodeName, task, storeNames);
    }

    @Override
    public <K, V> void forward(Record<K, V> record) {
        forwardToAll(record);
    }

    @Override
    public <K, V> void forward(Record<K, V> record, String childName) {
        forwardToNamed(record, childName);
    }
}
