package io.millrace.examples.inactiveusers;

import io.millrace.examples.launch.Example;
import io.millrace.examples.launch.ExampleInput;
import io.millrace.examples.launch.ResultTable;
import io.millrace.examples.launch.Row;
import io.millrace.examples.launch.Times;
import io.millrace.serialization.Serdes;
import java.util.Comparator;
import java.util.List;

/** What the launcher has to know of {@link InactiveUsers}. */
public final class InactiveUsersExample {

    private InactiveUsersExample() {}

    /** The example. */
    public static Example example() {
        return new Example(
                "inactive-users",
                "users who did nothing for 30 minutes, by session windows",
                InactiveUsers::topology,
                ExampleInput.jsonLines(InactiveUsersExample.class, "actions.jsonl", InactiveUsers.ACTIONS),
                List.of(ResultTable.ofTable(
                                "Sessions that are over: the user is inactive since",
                                InactiveUsers.INACTIVE,
                                InactiveUsers.windowedKeys(),
                                Serdes.Long())
                        .orderedBy(Comparator.comparingLong(
                                row -> row.key().window().end()))
                        .column("user", row -> row.key().key())
                        .column(
                                "active from (UTC)",
                                row -> Times.dateAndTime(row.key().window().start()))
                        .column(
                                "inactive since",
                                row -> Times.dateAndTime(row.key().window().end()))
                        .column("actions", Row::value)));
    }
}
