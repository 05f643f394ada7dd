package io.millrace.examples.wordcount;

/** The program declines what it was asked to do, before it has changed anything. The message is one line for the user. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    Refusal(String message) {
        super(message);
    }

    Refusal(String message, Throwable cause) {
        super(message, cause);
    }
}
