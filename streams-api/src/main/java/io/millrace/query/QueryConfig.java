package io.millrace.query;

/** Options of one query. Immutable. */
public class QueryConfig {

    private final boolean collectExecutionInfo;

    /** Options with or without execution info. */
    public QueryConfig(boolean collectExecutionInfo) {
        this.collectExecutionInfo = collectExecutionInfo;
    }

    /** Whether stores should say in the result how they found it. */
    public boolean isCollectExecutionInfo() {
        return collectExecutionInfo;
    }
}
