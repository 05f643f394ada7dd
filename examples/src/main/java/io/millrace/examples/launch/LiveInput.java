package io.millrace.examples.launch;

import java.util.List;
import java.util.Random;

/** Makes events without end, as the systems of a user would. Confined to one thread. */
@FunctionalInterface
public interface LiveInput {

    /**
     * What happens at a moment. Called about ten times a second.
     *
     * @param timeMs never goes back
     */
    List<Event> at(long timeMs, Random random);
}
