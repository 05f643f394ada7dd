package io.millrace.state;

/** Marks a supplier whose stores keep headers beside values. */
public interface HeadersBytesStoreSupplier {}
