package io.millrace.stores.engine;

import java.util.List;

/** Opens the engine of a task. Handed in, so that a simulation can bring its own. */
public interface EngineFactory {

    /**
     * Opens or makes the engine in a directory.
     *
     * @param directory where the engine keeps its files; made if it is absent
     * @param families names of the stores; position + 1 is the family's number
     * @throws io.millrace.errors.ProcessorStateException if it cannot be opened
     */
    KeyValueEngine open(String directory, List<String> families);
}
