package io.millrace.dsl.plan;

/** Forwards the records of one side of a stream-stream join, then keeps them for the other side. */
public record JoinWindow(JoinStore store) implements Operation {

    @Override
    public void accept(Visitor visitor) {
        visitor.joinWindow(this);
    }
}
