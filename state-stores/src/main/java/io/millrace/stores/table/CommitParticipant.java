package io.millrace.stores.table;

/** State of a store beside its rows, which has to go along when the table is committed, rewound or restored. */
public interface CommitParticipant {

    /** What happened since the last commit is committed. */
    void committed();

    /** What happened since the last commit is to be forgotten. */
    void rewound();

    /** A row was restored from the changelog. */
    void restored(byte[] key, boolean present);
}
