package io.millrace.runtime;

import io.millrace.state.HostInfo;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a key of a store can be read. Immutable. */
public class KeyQueryMetadata {

    /** Nobody has the key's partition at the moment. */
    public static final KeyQueryMetadata NOT_AVAILABLE = new KeyQueryMetadata(HostInfo.unavailable(), Set.of(), -1);

    private final HostInfo activeHost;
    private final Set<HostInfo> standbyHosts;
    private final int partition;

    /** With everything. */
    public KeyQueryMetadata(HostInfo activeHost, Set<HostInfo> standbyHosts, int partition) {
        this.activeHost = Objects.requireNonNull(activeHost, "activeHost");
        this.standbyHosts = Set.copyOf(standbyHosts);
        this.partition = partition;
    }

    /** Where the task runs. */
    public HostInfo activeHost() {
        return activeHost;
    }

    /** Where copies are kept. */
    public Set<HostInfo> standbyHosts() {
        return standbyHosts;
    }

    /** Partition of the key; -1 for a global store, or if that is not known. */
    public int partition() {
        return partition;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeyQueryMetadata that
                && activeHost.equals(that.activeHost)
                && standbyHosts.equals(that.standbyHosts)
                && partition == that.partition;
    }

    @Override
    public String toString() {
        return "KeyQueryMetadata {activeHost=" + activeHost + ", standbyHosts=" + standbyHosts + ", partition="
                + partition + "}";
    }

    @Override
    public int hashCode() {
        return Objects.hash(activeHost, standbyHosts, partition);
    }
}
