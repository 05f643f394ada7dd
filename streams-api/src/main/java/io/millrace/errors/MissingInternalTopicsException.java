package io.millrace.errors;

import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Internal topics that the application created before are gone. */
public class MissingInternalTopicsException extends StreamsException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final ArrayList<String> topics;

    /** With a message and the names of the topics, which are copied. */
    public MissingInternalTopicsException(@Nullable String message, List<String> topics) {
        super(message);
        this.topics = new ArrayList<>(topics);
    }

    /** Names of the missing topics. */
    public List<String> topics() {
        return List.copyOf(topics);
    }
}
