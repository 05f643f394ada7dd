package io.millrace.runtime;

import io.millrace.processor.StandbyUpdateListener;
import io.millrace.processor.StateRestoreListener;
import org.jspecify.annotations.Nullable;

/** Who hears how stores are brought up to date, if anybody. Safe from any thread. */
final class RestoreListeners {

    private volatile @Nullable StateRestoreListener restore;
    private volatile @Nullable StandbyUpdateListener standby;

    void setRestore(@Nullable StateRestoreListener listener) {
        restore = listener;
    }

    void setStandby(@Nullable StandbyUpdateListener listener) {
        standby = listener;
    }

    /** Tells who listens then. */
    StateRestoreListener restore() {
        return new GuardedRestoreListener(() -> restore);
    }

    /** As {@link #restore}. */
    StandbyUpdateListener standby() {
        return new GuardedStandbyListener(() -> standby);
    }
}
