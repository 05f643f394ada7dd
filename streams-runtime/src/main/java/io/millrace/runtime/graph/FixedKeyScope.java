package io.millrace.runtime.graph;

import io.millrace.processor.FixedKeyProcessorContext;
import io.millrace.processor.FixedKeyRecord;
import java.util.Set;

/** The context of a {@code FixedKeyProcessor}. Confined to the task's thread. */
final class FixedKeyScope extends NodeScope implements FixedKeyProcessorContext<Object, Object> {

    FixedKeyScope(String nodeName, TaskScope task, Set<String> storeNames) {
        super(nodeName, task, storeNames);
    }

    @Override
    public <K, V> void forward(FixedKeyRecord<K, V> record) {
        forwardToAll(record.asRecord());
    }

    @Override
    public <K, V> void forward(FixedKeyRecord<K, V> record, String childName) {
        forwardToNamed(record.asRecord(), childName);
    }
}
