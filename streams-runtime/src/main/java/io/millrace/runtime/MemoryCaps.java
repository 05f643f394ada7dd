package io.millrace.runtime;

import io.millrace.runtime.settings.RuntimeSettings;
import io.millrace.stores.engine.rocksdb.RocksEngine;
import java.lang.management.ManagementFactory;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How much memory the process may take at most, told at the start beside what it may have: a container that kills it later says nothing. */
final class MemoryCaps {

    private static final Logger LOG = LoggerFactory.getLogger(MemoryCaps.class);

    /** Code, classes, stacks, buffers of the VM: what it takes besides, about. */
    private static final long VIRTUAL_MACHINE_BYTES = 160L << 20;

    private static final long MEGABYTE = 1 << 20;

    private MemoryCaps() {}

    /** Logs one line; a warning if it does not fit. */
    static void tell(RuntimeSettings settings) {
        tell(settings, Runtime.getRuntime().maxMemory(), machineBytes());
    }

    private static void tell(RuntimeSettings settings, long heapBytes, OptionalLong machineBytes) {
        String line = describe(settings, heapBytes, machineBytes);
        if (machineBytes.isPresent() && sumBytes(heapBytes) > machineBytes.getAsLong()) {
            LOG.warn("{}. That is more than there is: lower -Xmx, or the system may kill the process", line);
        } else {
            LOG.info("{}", line);
        }
    }

    static String describe(RuntimeSettings settings, long heapBytes, OptionalLong machineBytes) {
        return "Memory of " + settings.applicationId() + ": up to "
                + sumBytes(heapBytes) / MEGABYTE + " MB = heap " + heapBytes / MEGABYTE
                + " MB (of it record caches " + settings.recordCacheBytes() / MEGABYTE
                + ", read caches " + settings.readCacheBytes() / MEGABYTE
                + ", uncommitted and held back " + settings.changedBytesMaxOfAll() / MEGABYTE + " each)"
                + " + RocksDB " + RocksEngine.memoryBytesMax() / MEGABYTE + " MB for the process"
                + " + VM about " + VIRTUAL_MACHINE_BYTES / MEGABYTE + " MB; the machine or container has "
                + (machineBytes.isPresent() ? machineBytes.getAsLong() / MEGABYTE + " MB" : "an unknown amount");
    }

    private static long sumBytes(long heapBytes) {
        return heapBytes + RocksEngine.memoryBytesMax() + VIRTUAL_MACHINE_BYTES;
    }

    /** The container's limit if there is one, else the machine's memory. */
    private static OptionalLong machineBytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? OptionalLong.of(system.getTotalMemorySize())
                : OptionalLong.empty();
    }
}
