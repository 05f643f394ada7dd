package io.millrace.stores.engine;

/** Direction of a scan. */
public enum ScanOrder {
    ASCENDING,
    DESCENDING
}
