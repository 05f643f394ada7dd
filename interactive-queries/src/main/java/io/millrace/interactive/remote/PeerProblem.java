package io.millrace.interactive.remote;

import io.millrace.interactive.problem.Problem;
import io.millrace.interactive.problem.ProblemType;
import io.millrace.interactive.routing.Answer;
import io.millrace.state.HostInfo;
import java.nio.charset.StandardCharsets;

/** An error of another instance, told by this one. */
final class PeerProblem {

    private static final int TEXT_MAX = 500;

    private PeerProblem() {}

    static Problem of(HostInfo instance, Answer.Whole answer) {
        String where = instance.host() + ":" + instance.port();
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        String shortened = text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX);
        boolean mayPass = answer.status() == 503 || answer.status() == 429 || answer.status() == 421;
        Problem problem = Problem.of(
                        mayPass ? ProblemType.NOT_READY : ProblemType.INSTANCE_FAILED,
                        "Instance " + where + ", which has a part of the answer, answered with status "
                                + answer.status()
                                + ". No partial answer is given; try again, or ask with remote=local for what is here.")
                .with("instance", where)
                .with("answer", shortened);
        return mayPass ? problem.retryAfterSeconds(1) : problem;
    }
}
