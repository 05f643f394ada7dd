package io.millrace.state;

import io.millrace.processor.StateStore;

/** A session store that keeps the headers of each session's last update. */
public interface SessionStoreWithHeaders<K, AGG> extends StateStore, SessionStore<K, AggregationWithHeaders<AGG>> {}
