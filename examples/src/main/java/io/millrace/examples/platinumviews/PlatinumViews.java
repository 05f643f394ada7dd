package io.millrace.examples.platinumviews;

import io.millrace.dsl.Consumed;
import io.millrace.dsl.Joined;
import io.millrace.dsl.KStream;
import io.millrace.dsl.KTable;
import io.millrace.dsl.Produced;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import io.millrace.serialization.json.JsonSerde;
import io.millrace.topology.Topology;

/** The pages that users with the level "platinum" look at: a join of a stream with a table, and a filter. */
public final class PlatinumViews {

    static final String VIEWS = "page-views";
    static final String USERS = "users";
    static final String PLATINUM_VIEWS = "platinum-views";

    private static final String PLATINUM = "platinum";

    private PlatinumViews() {}

    /** A new topology. */
    public static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        Serde<PageView> pageViews = new JsonSerde<>(PageView.class);
        Serde<User> users = new JsonSerde<>(User.class);

        KStream<String, PageView> views = builder.stream(VIEWS, Consumed.with(Serdes.String(), pageViews));
        // A table is the latest value of each key; a null deletes the key.
        KTable<String, User> latestUsers = builder.table(USERS, Consumed.with(Serdes.String(), users));

        // Each view is joined with the user as the table has it at that moment; a later change of the user gives no
        // new result. Views of users that are not there (yet, or any more) have no result. Both topics have equal
        // keys in equal partitions: they need the same number of partitions.
        views.join(latestUsers, ViewByUser::of, Joined.with(Serdes.String(), pageViews, users))
                .filter((user, view) -> view.level().equals(PLATINUM))
                .to(PLATINUM_VIEWS, Produced.with(Serdes.String(), viewsByUser()));
        return builder.build();
    }

    static Serde<ViewByUser> viewsByUser() {
        return new JsonSerde<>(ViewByUser.class);
    }
}
