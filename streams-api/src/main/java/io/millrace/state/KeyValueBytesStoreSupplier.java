package io.millrace.state;

import io.millrace.record.Bytes;

/** Makes key-value stores of bytes. */
public interface KeyValueBytesStoreSupplier extends StoreSupplier<KeyValueStore<Bytes, byte[]>> {}
