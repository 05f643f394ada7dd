package io.millrace.dsl;

/** Options that carry a name for the operation. */
interface NamedOperation<T extends NamedOperation<T>> {

    /** The same options with a name. */
    T withName(String name);
}
