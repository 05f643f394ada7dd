package io.millrace.stores.engine;

import java.util.List;
import java.util.Map;

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

    /** Meta records of the engine in a directory that nobody has open, by their keys as text. May be empty whatever there is: it is for hints only. */
    default Map<String, byte[]> peek(String directory) {
        return Map.of();
    }
}
