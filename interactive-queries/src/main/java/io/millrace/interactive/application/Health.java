package io.millrace.interactive.application;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.interactive.json.JsonValues;
import io.millrace.interactive.problem.Problem;
import io.millrace.interactive.problem.ProblemType;
import io.millrace.interactive.routing.Answer;
import io.millrace.interactive.routing.Call;
import io.millrace.runtime.StreamsRuntime;
import io.millrace.runtime.StreamsRuntime.State;

/** What a supervisor asks: whether to restart the process, and whether to send it requests. Safe from any thread. */
final class Health {

    private final StreamsRuntime runtime;
    private final JsonValues json;

    Health(StreamsRuntime runtime, JsonValues json) {
        this.runtime = runtime;
        this.json = json;
    }

    /** 200 as long as the application may still come to work; 503 once it is over. */
    Answer live(Call call) {
        State state = runtime.state();
        boolean isOver = state.hasCompletedShutdown() || state == State.PENDING_ERROR;
        if (isOver) {
            throw unwell(state, "The application is " + state + " and will not run again in this process: restart it.");
        }
        return well(state);
    }

    /** 200 if all tasks process; else 503 with the state and what is being restored. */
    Answer ready(Call call) {
        State state = runtime.state();
        if (state != State.RUNNING) {
            throw unwell(state, "The application is " + state + "; it is ready when it is RUNNING.");
        }
        return well(state);
    }

    private Answer well(State state) {
        ObjectNode answer = json.object().put("status", "UP").put("state", state.name());
        return Answer.json(json.bytes(answer));
    }

    private RuntimeException unwell(State state, String detail) {
        return Problem.of(ProblemType.NOT_READY, detail)
                .with("state", state.name())
                .with("restoring", RestoreForm.of(runtime, json))
                .retryAfterSeconds(1)
                .toException();
    }
}
