package io.millrace.interactive.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.interactive.problem.Problem;
import io.millrace.interactive.routing.Answer;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Problems as bytes. */
final class ProblemBody {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ProblemBody() {}

    static Answer.Whole answer(Problem problem) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", problem.type().uri());
        members.put("title", problem.type().title());
        members.put("status", problem.status());
        members.put("detail", problem.detail());
        members.putAll(new TreeMap<>(problem.members()));
        try {
            return new Answer.Whole(
                    problem.status(), Problem.MEDIA_TYPE, problem.headers(), MAPPER.writeValueAsBytes(members));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
