package io.millrace.interactive.stores;

import io.millrace.interactive.problem.Problem;
import io.millrace.interactive.problem.ProblemType;
import io.millrace.interactive.routing.Call;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where the next page begins, as an opaque text: a byte of format, eight bytes that stand for store and query, and the place of the last row. It says nothing of the
 * instance that made it, so any instance takes it.
 */
final class PageToken {

    private static final byte FORMAT = 1;
    private static final int PRINT_LENGTH = 8;

    /** Parameters that may differ from page to page. */
    private static final Set<String> FREE = Set.of("limit", "token", "longs", "remote", "minPosition", "stale");

    private PageToken() {}

    static String of(StoreRequest request, byte[] after) {
        byte[] print = print(request);
        byte[] all = new byte[1 + PRINT_LENGTH + after.length];
        all[0] = FORMAT;
        System.arraycopy(print, 0, all, 1, PRINT_LENGTH);
        System.arraycopy(after, 0, all, 1 + PRINT_LENGTH, after.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    /** The place that a token stands for. */
    static byte[] after(StoreRequest request, String token) {
        byte[] all;
        try {
            all = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            all = new byte[0];
        }
        if (all.length < 1 + PRINT_LENGTH || all[0] != FORMAT) {
            throw bad("Parameter 'token' is not one that this server has made");
        }
        byte[] print = Arrays.copyOfRange(all, 1, 1 + PRINT_LENGTH);
        if (!MessageDigest.isEqual(print, print(request))) {
            throw bad(
                    "Parameter 'token' belongs to another query or store: repeat the query that it came from, and change"
                            + " nothing but 'limit' and 'token'");
        }
        return Arrays.copyOfRange(all, 1 + PRINT_LENGTH, all.length);
    }

    private static RuntimeException bad(String detail) {
        return Problem.of(ProblemType.BAD_TOKEN, detail).toException();
    }

    private static byte[] print(StoreRequest request) {
        Call call = request.call();
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
        add(digest, request.store().name());
        add(digest, request.store().kind().name());
        add(digest, request.keys().serde().getClass().getName());
        call.target().segments().forEach(segment -> add(digest, segment));
        Map<String, List<String>> parameters = new TreeMap<>(call.target().parameters());
        parameters.keySet().removeAll(FREE);
        parameters.forEach((name, values) -> {
            add(digest, name);
            values.forEach(value -> add(digest, value));
        });
        return Arrays.copyOf(digest.digest(), PRINT_LENGTH);
    }

    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((byte) (bytes.length >>> 16));
        digest.update((byte) (bytes.length >>> 8));
        digest.update((byte) bytes.length);
        digest.update(bytes);
    }
}
