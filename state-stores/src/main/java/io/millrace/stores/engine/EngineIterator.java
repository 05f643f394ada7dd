package io.millrace.stores.engine;

/**
 * A scan. It stands on its first entry when it is made; confined to one thread; close it after use.
 */
public interface EngineIterator extends AutoCloseable {

    /** Whether it stands on an entry. */
    boolean isValid();

    byte[] key();

    byte[] value();

    void next();

    @Override
    void close();
}
