package io.millrace.interactive.problem;

import org.jspecify.annotations.Nullable;

/** Ends the work on a request with a problem as its answer. Has no stack trace of its own, since it is an answer. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    ProblemException(Problem problem, @Nullable Throwable cause) {
        super(problem.detail(), cause, false, false);
        this.problem = problem;
    }

    /** The answer. */
    public Problem problem() {
        return problem;
    }
}
