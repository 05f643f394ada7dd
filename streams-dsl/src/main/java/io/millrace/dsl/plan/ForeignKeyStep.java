package io.millrace.dsl.plan;

/** One processor of a foreign-key join. */
public record ForeignKeyStep(Kind kind, ForeignKeyPlan join, boolean skipsOlderVersions)
        implements Operation, VersionedInput {

    /** Which processor it is. */
    public enum Kind {
        /** Turns changes of the left table into registrations with right keys. */
        SEND,
        /** Keeps registrations. */
        RECEIVE,
        /** Answers a registration with the right row. */
        ANSWER,
        /** Tells registered left keys of a change of the right table. */
        NOTIFY,
        /** Joins what comes back with the left row. */
        RESOLVE
    }

    @Override
    public ForeignKeyStep behindVersioned(NodeId parent) {
        return kind == Kind.SEND || kind == Kind.NOTIFY ? new ForeignKeyStep(kind, join, true) : this;
    }

    @Override
    public void accept(Visitor visitor) {
        visitor.foreignKeyStep(this);
    }
}
