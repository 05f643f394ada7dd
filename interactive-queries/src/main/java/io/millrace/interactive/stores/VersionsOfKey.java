package io.millrace.interactive.stores;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.interactive.limits.QueryLimits;
import io.millrace.interactive.remote.Instances;
import io.millrace.interactive.routing.Answer;
import io.millrace.interactive.routing.Call;
import io.millrace.query.MultiVersionedKeyQuery;
import io.millrace.query.Position;
import io.millrace.query.QueryResult;
import io.millrace.query.VersionedKeyQuery;
import io.millrace.runtime.StoreDescription.Kind;
import io.millrace.state.VersionedRecord;
import io.millrace.state.VersionedRecordIterator;
import io.millrace.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Versions of one key: the one that was valid at a time, or all of a range of times. Safe from any thread. */
final class VersionsOfKey {

    static final Set<Kind> KINDS = Set.of(Kind.VERSIONED_KEY_VALUE);

    private final StoreRequests requests;
    private final Keys keys;
    private final VersionReads reads;
    private final Instances instances;
    private final RowForm form;
    private final QueryLimits limits;
    private final Clock clock;

    VersionsOfKey(
            StoreRequests requests,
            Keys keys,
            VersionReads reads,
            Instances instances,
            RowForm form,
            QueryLimits limits,
            Clock clock) {
        this.requests = requests;
        this.keys = keys;
        this.reads = reads;
        this.instances = instances;
        this.form = form;
        this.limits = limits;
        this.clock = clock;
    }

    /** The version that is valid now, or was at a time. */
    Answer one(StoreRequest request, @Nullable Long asOfMs) {
        Object key = request.key(request.call().segment("key"));
        int partition = keys.partitionOf(request, key);
        VersionedKeyQuery<Object, Object> query = VersionedKeyQuery.withKey(key);
        QueryResult<VersionedRecord<Object>> result =
                reads.ask(request, asOfMs == null ? query : query.asOf(Instant.ofEpochMilli(asOfMs)), partition);
        if (result == null) {
            return instances.elsewhere(request.call(), request.store(), partition, request.mode());
        }
        Position position = Objects.requireNonNullElseGet(result.getPosition(), Position::emptyPosition);
        VersionedRecord<Object> version = result.getResult();
        if (version == null) {
            throw NoSuchKey.of(form.json(), request, partition, position, asOfMs == null ? "" : " as of " + asOfMs);
        }
        ObjectNode answer =
                form.json().object().put("store", request.store().name()).put("partition", partition);
        answer.setAll(form.row(request.store().name(), request.longs(), key, version));
        RowForm.putPosition(answer, position);
        return Answer.json(form.json().bytes(answer));
    }

    /** {@code /stores/{store}/versions/{key}}: a page of versions that were valid in a range of times. */
    Answer page(Call call) {
        StoreRequest request = requests.read(call, KINDS);
        Object key = request.key(call.segment("key"));
        TimeRange range = TimeRange.of(call.parameters());
        String token = call.parameters().find("token");
        Long after = token == null ? null : Sort.first(PageToken.after(request, token));
        int limit = (int) call.parameters().number("limit", 1, limits.rowsMax(), limits.rowsDefault());
        int partition = keys.partitionOf(request, key);
        MultiVersionedKeyQuery<Object, Object> query = MultiVersionedKeyQuery.<Object, Object>withKey(key)
                .fromTime(Instant.ofEpochMilli(range.fromMs()))
                .toTime(Instant.ofEpochMilli(range.toMs()));
        QueryResult<VersionedRecordIterator<Object>> result = reads.ask(
                request,
                range.isDescending() ? query.withDescendingTimestamps() : query.withAscendingTimestamps(),
                partition);
        if (result == null) {
            return instances.elsewhere(call, request.store(), partition, request.mode());
        }
        try (VersionedRecordIterator<Object> versions = Objects.requireNonNull(result.getResult())) {
            Position position = Objects.requireNonNullElseGet(result.getPosition(), Position::emptyPosition);
            return page(request, versions, after, range.isDescending(), limit, partition, position);
        }
    }

    private Answer page(
            StoreRequest request,
            VersionedRecordIterator<Object> versions,
            @Nullable Long after,
            boolean isDescending,
            int limit,
            int partition,
            Position position) {
        Budget budget = new Budget(clock, limit, limits.pageBytes(), limits.scanMs());
        ObjectNode answer = form.json().object();
        ArrayNode rows = answer.putArray("rows");
        answer.put("store", request.store().name());
        Long last = null;
        while (versions.hasNext()) {
            VersionedRecord<Object> version = versions.next();
            boolean isBefore =
                    after != null && (isDescending ? version.timestamp() >= after : version.timestamp() <= after);
            if (isBefore) {
                continue;
            }
            ObjectNode row = form.row(request.store().name(), request.longs(), null, version);
            boolean isOver = budget.isOutOfTime() || !budget.tryTake(form.json().bytes(row));
            if (isOver && last != null) {
                answer.put("next", PageToken.of(request, Sort.of(last)));
                break;
            }
            rows.add(row);
            last = version.timestamp();
        }
        answer.putArray("partitions").add(partition);
        RowForm.putPosition(answer, position);
        return Answer.json(form.json().bytes(answer));
    }
}
