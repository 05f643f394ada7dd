package io.millrace.interactive.stores;

import io.millrace.interactive.problem.Problem;
import io.millrace.interactive.problem.ProblemType;
import java.util.Base64;

/** Texts between instances. */
final class StoreText {

    private StoreText() {}

    static byte[] base64(String text, String what) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw Problem.of(ProblemType.BAD_REQUEST, "'" + what + "' is not base64")
                    .toException(e);
        }
    }
}
