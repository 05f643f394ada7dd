package io.millrace.parity.program;

import java.util.List;

/** Runs scenarios on one of the two libraries. */
public interface Interpreter {

    /**
     * Runs a scenario on a new driver.
     *
     * @return what could be seen, in order, as text; an exception ends it
     */
    List<String> run(Scenario scenario);
}
