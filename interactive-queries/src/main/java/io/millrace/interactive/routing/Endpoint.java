package io.millrace.interactive.routing;

/** Answers requests of one route. Called by many threads at once. */
@FunctionalInterface
public interface Endpoint {

    /**
     * The answer.
     *
     * @throws io.millrace.interactive.problem.ProblemException with the answer if it is an error
     */
    Answer answer(Call call);
}
