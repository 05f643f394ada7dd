package io.millrace.simulation;

import io.millrace.time.Randomness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What survives crashes, and the randomness that decides everything. */
final class World {

    /** How the process dies. */
    enum Death {
        /** The process is killed; the machine goes on. */
        KILL,
        /** The machine loses power: of each file a prefix of what was not synced is left. */
        POWER_LOSS,
        /** The machine loses power, and nothing is in order. */
        HOSTILE_POWER_LOSS
    }

    private final Randomness random;
    private final Mutant mutant;
    private final SimTime time = new SimTime();
    private final SimDisk disk;
    private final Map<Integer, SimEngines> engines = new TreeMap<>();
    private final List<RuntimeException> failures = new ArrayList<>();
    private final List<RuntimeException> ended = new ArrayList<>();
    private long numbers;
    private boolean isFaulty;

    World(long seed, Mutant mutant) {
        this.random = Randomness.seeded(seed);
        this.mutant = mutant;
        this.disk = new SimDisk(random, mutant, time);
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

    /** The engines of the only instance. */
    SimEngines engines() {
        return engines(0);
    }

    /** The engines of an instance. */
    SimEngines engines(int instance) {
        return engines.computeIfAbsent(instance, number -> new SimEngines(random, mutant, disk.faults()));
    }

    /** Grows with every call, through all lives. */
    long nextNumber() {
        return ++numbers;
    }

    /** From now on operations may fail, and programs may see it; or no longer. */
    void setFaulty(boolean faulty) {
        isFaulty = faulty;
    }

    boolean isFaulty() {
        return isFaulty;
    }

    /** Something failed, as it may. */
    void failed(RuntimeException failure) {
        failures.add(failure);
    }

    /** A thread ended, since it could do nothing about a failure. */
    void threadEnded(RuntimeException failure) {
        failed(failure);
        ended.add(failure);
    }

    /** Why threads ended since the last call. */
    List<RuntimeException> takeEnded() {
        List<RuntimeException> taken = List.copyOf(ended);
        ended.clear();
        return taken;
    }

    List<RuntimeException> failures() {
        return failures;
    }

    SimTime time() {
        return time;
    }

    void die(Death death) {
        time.forgetWork();
        engines.values().forEach(SimEngines::crash);
        switch (death) {
            case KILL -> {}
            case POWER_LOSS -> disk.losePower();
            case HOSTILE_POWER_LOSS -> disk.losePowerHostilely();
        }
    }
}
