package io.millrace.simulation;

import io.millrace.time.Randomness;

/** What survives crashes, and the randomness that decides everything. */
final class World {

    /** How the process dies. */
    enum Death {
        /** The process is killed; the machine goes on. */
        KILL,
        /** The machine loses power. */
        POWER_LOSS
    }

    private final Randomness random;
    private final Mutant mutant;
    private final SimDisk disk;
    private final SimEngines engines;
    private final SimTime time = new SimTime();

    World(long seed, Mutant mutant) {
        this.random = Randomness.seeded(seed);
        this.mutant = mutant;
        this.disk = new SimDisk(random, mutant);
        this.engines = new SimEngines(random, mutant);
    }

    Randomness random() {
        return random;
    }

    Mutant mutant() {
        return mutant;
    }

    SimDisk disk() {
        return disk;
    }

    SimEngines engines() {
        return engines;
    }

    SimTime time() {
        return time;
    }

    void die(Death death) {
        time.forgetWork();
        engines.crash();
        if (death == Death.POWER_LOSS) {
            disk.losePower();
        }
    }
}
