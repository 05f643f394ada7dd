package io.millrace.simulation;

/** The process dies here. An error, so that no handler of exceptions stops it. */
final class SimulatedCrash extends Error {

    private static final long serialVersionUID = 1L;

    SimulatedCrash(String where) {
        super(where, null, false, false);
    }
}
