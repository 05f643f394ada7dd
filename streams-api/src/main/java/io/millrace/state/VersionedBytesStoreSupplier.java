package io.millrace.state;

/** Makes versioned key-value stores of bytes. */
public interface VersionedBytesStoreSupplier extends KeyValueBytesStoreSupplier {

    /** How far back in stream time old versions can be read, in milliseconds. */
    long historyRetentionMs();
}
