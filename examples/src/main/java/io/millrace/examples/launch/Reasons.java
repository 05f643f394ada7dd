package io.millrace.examples.launch;

import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Puts failures into words for one line on a terminal. */
public final class Reasons {

    private Reasons() {}

    /** What went wrong, in one line: the message of the failure, else its type. */
    public static String of(Throwable failure) {
        if (failure instanceof NoSuchFileException) {
            return "no such file";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        String message = failure.getMessage();
        String text = message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
        return text.replaceAll("\\s*\\R\\s*", " ");
    }
}
