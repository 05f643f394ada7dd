package io.millrace.examples.launch;

/** The program declines what it was asked to do, before it has changed anything. The message is one line for the user. */
public final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message one line for the user */
    public Refusal(String message) {
        super(message);
    }

    /** @param message one line for the user */
    public Refusal(String message, Throwable cause) {
        super(message, cause);
    }
}
