package io.millrace.broker.disk;

import java.io.IOException;

/** Somebody else holds the lock. */
public final class DiskLockedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String holder;

    /** @param holder who holds it, as far as can be told; for people */
    public DiskLockedException(String holder) {
        super("Locked by " + holder);
        this.holder = holder;
    }

    public String holder() {
        return holder;
    }
}
