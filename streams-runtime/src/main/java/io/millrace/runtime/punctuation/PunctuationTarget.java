package io.millrace.runtime.punctuation;

/** The node that scheduled a callback: runs it under the node's own error handling. */
@FunctionalInterface
public interface PunctuationTarget {

    /**
     * @param timeMs current stream time or wall time, not the nominal tick
     */
    void punctuate(long timeMs);
}
