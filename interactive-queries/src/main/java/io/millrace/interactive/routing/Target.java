package io.millrace.interactive.routing;

import io.millrace.interactive.problem.Problem;
import io.millrace.interactive.problem.ProblemException;
import io.millrace.interactive.problem.ProblemType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for, decoded once and strictly: segments of the path, and parameters. Immutable.
 *
 * <p>The path is cut at its slashes first and decoded after, so that an encoded slash belongs to a segment. Segments {@code .} and {@code ..}, control characters and
 * bytes that are not UTF-8 are refused in every spelling.
 *
 * @param raw path and query as they came
 * @param segments of the path, decoded; the last is empty if the path ends with a slash
 * @param parameters values by name, in the order in which they came
 */
public record Target(String raw, List<String> segments, Map<String, List<String>> parameters) {

    /** Parameters of one request; more are refused. */
    static final int PARAMETERS_MAX = 200;

    public Target {
        segments = List.copyOf(segments);
        parameters = Map.copyOf(parameters);
    }

    /**
     * Decodes.
     *
     * @throws ProblemException with 400 if something is not as it should be
     */
    public static Target parse(String rawPath, @Nullable String rawQuery) {
        if (!rawPath.startsWith("/")) {
            throw bad("The path must begin with '/'");
        }
        List<String> segments = new ArrayList<>();
        for (String raw : rawPath.substring(1).split("/", -1)) {
            String segment = decode(raw, false);
            if (segment.equals(".") || segment.equals("..")) {
                throw bad("The path has a segment '" + segment
                        + "', which is not allowed in any spelling; a key of that name can be asked for with ?key=");
            }
            requireNoControls(segment, "The path");
            segments.add(segment);
        }
        String query = rawQuery == null ? "" : rawQuery;
        return new Target(rawQuery == null ? rawPath : rawPath + "?" + query, segments, parameters(query));
    }

    private static Map<String, List<String>> parameters(String query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        if (query.isEmpty()) {
            return parameters;
        }
        String[] pairs = query.split("&", PARAMETERS_MAX + 2);
        if (pairs.length > PARAMETERS_MAX) {
            throw bad("The query has more than " + PARAMETERS_MAX + " parameters");
        }
        for (String pair : pairs) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals), true);
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1), true);
            requireNoControls(name, "The name of a parameter");
            requireNoControls(value, "Parameter '" + name + "'");
            parameters.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
        }
        return parameters;
    }

    private static void requireNoControls(String text, String where) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                throw bad(where + " has a control character; such a key can be asked for with keyEncoding=base64");
            }
        }
    }

    /** Percent-encoding of UTF-8; in a query a plus is a blank. */
    private static String decode(String raw, boolean isQuery) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                boolean isWhole = i + 2 < raw.length();
                int high = isWhole ? hex(raw.charAt(i + 1)) : -1;
                int low = isWhole ? hex(raw.charAt(i + 2)) : -1;
                if (high < 0 || low < 0) {
                    throw bad("The address has a '%' that two hexadecimal digits do not follow; write %25 for '%'");
                }
                bytes.write(high << 4 | low);
                i += 2;
            } else if (c == '+' && isQuery) {
                bytes.write(' ');
            } else {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw bad("The address has percent-encoded bytes that are not UTF-8;"
                    + " keys of bytes can be asked for with keyEncoding=base64");
        }
    }

    private static int hex(char c) {
        return Character.digit(c, 16) >= 0 && c < 128 ? Character.digit(c, 16) : -1;
    }

    private static ProblemException bad(String detail) {
        return Problem.of(ProblemType.BAD_REQUEST, detail).toException();
    }
}
