package io.millrace.runtime.loop;

import io.millrace.stores.engine.DamagedStoreException;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores that were damaged and are built anew. One that is damaged again is not a matter of building it once more. Confined to the loop's thread. */
final class Rebuilds {

    private static final Logger LOG = LoggerFactory.getLogger(Rebuilds.class);

    private final Set<String> directories = new HashSet<>();

    /** The store is to be opened anew, which builds it from its changelog. Throws what was found if that happened before. */
    void begin(DamagedStoreException damage) {
        if (!directories.add(damage.directory())) {
            throw new DamagedStoreException(
                    damage.directory(),
                    damage.getMessage()
                            + " That is the second time since this thread has started: the disk is likely to be failing. What was committed is safe in the"
                            + " changelogs. Move state.dir to another disk, and restart.",
                    damage);
        }
        LOG.error("{} All tasks of this thread begin anew at their last commits", damage.getMessage());
    }
}
