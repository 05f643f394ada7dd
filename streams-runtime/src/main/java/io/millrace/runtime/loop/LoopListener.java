package io.millrace.runtime.loop;

/** Hears of a loop's life. Called on the loop's thread; must not block. */
public interface LoopListener {

    /** Tasks are being handed out: the loop processes little or nothing. */
    void rebalancing(StreamLoop loop);

    /** All tasks of the loop are restored and process. */
    void running(StreamLoop loop);

    /** An instance of the application asks all of them to stop. */
    default void askedToStop(StreamLoop loop) {}
}
