package io.millrace.dsl.plan;

/** The result of a foreign-key join, read as a table. */
public record ForeignKeyTable(StoreSettings store, boolean materialized, boolean sendsOldValues)
        implements Operation.OnDemandTable {

    @Override
    public boolean hasStore() {
        return materialized;
    }

    @Override
    public ForeignKeyTable needing(boolean lookedUp, boolean oldValues) {
        return new ForeignKeyTable(store, materialized || lookedUp || oldValues, oldValues);
    }

    @Override
    public void accept(Visitor visitor) {
        visitor.foreignKeyTable(this);
    }
}
