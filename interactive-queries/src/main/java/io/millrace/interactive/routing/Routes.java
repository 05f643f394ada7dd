package io.millrace.interactive.routing;

import io.millrace.interactive.problem.Problem;
import io.millrace.interactive.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The table of routes. Immutable. */
public final class Routes {

    /** What every route allows. */
    public static final String ALLOWED_METHODS = "GET, HEAD, OPTIONS";

    private final List<Route> routes;

    public Routes(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    /**
     * A route that fits a request.
     *
     * @param captured values of its variables
     */
    public record Match(Route route, Map<String, String> captured) {}

    /** Finds who answers for a target. */
    public Match find(Target target) {
        for (Route route : routes) {
            Map<String, String> captured = route.match(target.segments());
            if (captured != null) {
                return new Match(route, captured);
            }
        }
        throw Problem.of(
                        ProblemType.NO_SUCH_PATH,
                        "There is nothing at '/" + Parameters.shortened(String.join("/", target.segments()))
                                + "'; /openapi.json describes what there is. Paths are sensitive to case, and an empty"
                                + " key can be asked for with ?key=")
                .toException();
    }

    /** All patterns. */
    public List<String> patterns() {
        List<String> patterns = new ArrayList<>();
        routes.forEach(route -> patterns.add(route.pattern()));
        return patterns;
    }
}
