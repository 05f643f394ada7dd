package io.millrace.broker;
/** x */
public final class EmbeddedBroker {}
