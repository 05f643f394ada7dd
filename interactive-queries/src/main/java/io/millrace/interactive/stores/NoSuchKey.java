package io.millrace.interactive.stores;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.interactive.json.JsonValues;
import io.millrace.interactive.problem.Problem;
import io.millrace.interactive.problem.ProblemException;
import io.millrace.interactive.problem.ProblemType;
import io.millrace.query.Position;

/** Says that a store was read and does not have a key. */
final class NoSuchKey {

    private NoSuchKey() {}

    static ProblemException of(JsonValues json, StoreRequest request, int partition, Position position, String when) {
        ObjectNode members = json.object();
        RowForm.putPosition(members, position);
        return Problem.of(
                        ProblemType.NO_SUCH_KEY,
                        "Partition " + partition + " of store '"
                                + request.store().name() + "' was read and has no such key" + when)
                .with("store", request.store().name())
                .with("partition", partition)
                .with("position", members.path("position"))
                .toException();
    }
}
