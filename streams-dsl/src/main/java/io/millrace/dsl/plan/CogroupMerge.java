package io.millrace.dsl.plan;

/** The table that several aggregations over one store make together; its parents are the aggregations. */
public record CogroupMerge(StoreSettings store, boolean sendsOldValues) implements Operation.TableOperation {

    @Override
    public boolean hasStore() {
        return true;
    }

    @Override
    public CogroupMerge needing(boolean lookedUp, boolean oldValues) {
        return new CogroupMerge(store, oldValues);
    }

    @Override
    public void accept(Visitor visitor) {
        visitor.cogroupMerge(this);
    }
}
