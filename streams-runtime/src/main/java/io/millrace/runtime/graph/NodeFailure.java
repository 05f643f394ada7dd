package io.millrace.runtime.graph;

/** Carries an exception of user code, which the handler did not excuse, up through the graph without being handled again. */
public final class NodeFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String nodeName;
    private final RuntimeException userException;

    NodeFailure(String nodeName, RuntimeException cause) {
        super(cause.getMessage(), cause, false, false);
        this.nodeName = nodeName;
        this.userException = cause;
    }

    /** The node whose code failed. */
    public String nodeName() {
        return nodeName;
    }

    /** What user code threw. */
    public RuntimeException userException() {
        return userException;
    }
}
