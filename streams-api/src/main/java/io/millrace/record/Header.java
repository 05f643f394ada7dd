package io.millrace.record;

import org.jspecify.annotations.Nullable;

/** A named piece of data beside the key and value of a record. A name may occur several times in one record. */
public interface Header {

    /** The name. */
    String key();

    /** The data, or null. */
    byte @Nullable [] value();
}
