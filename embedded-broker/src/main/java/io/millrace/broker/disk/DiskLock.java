package io.millrace.broker.disk;

/** A lock that is held until it is closed. The lock file stays, since removing it would let two owners in. */
public interface DiskLock extends AutoCloseable {

    @Override
    void close();
}
