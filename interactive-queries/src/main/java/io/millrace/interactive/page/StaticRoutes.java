package io.millrace.interactive.page;

import io.millrace.interactive.problem.Problem;
import io.millrace.interactive.problem.ProblemType;
import io.millrace.interactive.routing.Answer;
import io.millrace.interactive.routing.Call;
import io.millrace.interactive.routing.Endpoint;
import io.millrace.interactive.routing.Parameters;
import io.millrace.interactive.routing.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Files that come with the server: {@code /openapi.json}, the page at {@code /} and what it loads from {@code /page/}. They are the names in {@code page/files.txt} and
 * are read at the start; a name from a request only looks up that table. They hold no data, so no token is asked for. Immutable.
 */
public final class StaticRoutes {

    private static final String LIST = "files.txt";
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'",
            "Referrer-Policy",
            "no-referrer");

    private final Map<String, Answer> files = new LinkedHashMap<>();
    private final Answer openApi;

    /** Reads the files. */
    public StaticRoutes() {
        String list = new String(read("/page/" + LIST), StandardCharsets.UTF_8);
        for (String name :
                list.lines().map(String::trim).filter(line -> !line.isEmpty()).toList()) {
            files.put(name, new Answer.Whole(200, mediaType(name), HEADERS, read("/page/" + name)));
        }
        openApi = Answer.json(read("/io/millrace/interactive/openapi.json"));
    }

    private static byte[] read(String resource) {
        try (InputStream stream = StaticRoutes.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("Resource " + resource + " is missing from the module");
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String mediaType(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "html" -> "text/html;charset=utf-8";
            case "css" -> "text/css;charset=utf-8";
            case "js", "mjs" -> "text/javascript;charset=utf-8";
            case "json" -> Answer.JSON;
            case "svg" -> "image/svg+xml";
            case "png" -> "image/png";
            case "ico" -> "image/x-icon";
            case "woff2" -> "font/woff2";
            case "txt" -> "text/plain;charset=utf-8";
            default -> "application/octet-stream";
        };
    }

    /** All of them. */
    public List<Route> routes() {
        return List.of(
                open("/", call -> file("index.html")),
                open("/page/{file}", this::file),
                open("/openapi.json", call -> openApi));
    }

    private static Route open(String path, Endpoint endpoint) {
        return new Route(path, Route.Access.OPEN, Route.Weight.LIGHT, Set.of(), endpoint);
    }

    private Answer file(Call call) {
        return file(call.segment("file"));
    }

    private Answer file(String name) {
        Answer file = files.get(name);
        if (file == null) {
            throw Problem.of(
                            ProblemType.NO_SUCH_PATH,
                            "There is no file '" + Parameters.shortened(name) + "'; there are " + files.keySet())
                    .toException();
        }
        return file;
    }
}
