package io.millrace.dsl;

import io.millrace.dsl.plan.JoinKind;

/** The joins of a stream: many overloads, each one line into {@link StreamJoins}. */
abstract sealed class JoinableStream<K, V> implements KStream<K, V> permits PlannedStream {

    private PlannedStream<K, V> self() {
        return (PlannedStream<K, V>) this;
    }

    @Override
    public <VRight, VOut> KStream<K, VOut> join(
            KStream<K, VRight> otherStream,
            ValueJoiner<? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows) {
        return join(otherStream, joiner, windows, StreamJoined.with(null, null, null));
    }

    @Override
    public <VRight, VOut> KStream<K, VOut> join(
            KStream<K, VRight> otherStream,
            ValueJoiner<? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows,
            StreamJoined<K, V, VRight> streamJoined) {
        return StreamJoins.withStream(
                self(), otherStream, Erased.joiner(joiner), windows, streamJoined, JoinKind.INNER);
    }

    @Override
    public <VRight, VOut> KStream<K, VOut> join(
            KStream<K, VRight> otherStream,
            ValueJoinerWithKey<? super K, ? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows) {
        return join(otherStream, joiner, windows, StreamJoined.with(null, null, null));
    }

    @Override
    public <VRight, VOut> KStream<K, VOut> join(
            KStream<K, VRight> otherStream,
            ValueJoinerWithKey<? super K, ? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows,
            StreamJoined<K, V, VRight> streamJoined) {
        return StreamJoins.withStream(
                self(), otherStream, Erased.joiner(joiner), windows, streamJoined, JoinKind.INNER);
    }

    @Override
    public <VRight, VOut> KStream<K, VOut> leftJoin(
            KStream<K, VRight> otherStream,
            ValueJoiner<? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows) {
        return leftJoin(otherStream, joiner, windows, StreamJoined.with(null, null, null));
    }

    @Override
    public <VRight, VOut> KStream<K, VOut> leftJoin(
            KStream<K, VRight> otherStream,
            ValueJoiner<? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows,
            StreamJoined<K, V, VRight> streamJoined) {
        return StreamJoins.withStream(self(), otherStream, Erased.joiner(joiner), windows, streamJoined, JoinKind.LEFT);
    }

    @Override
    public <VRight, VOut> KStream<K, VOut> leftJoin(
            KStream<K, VRight> otherStream,
            ValueJoinerWithKey<? super K, ? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows) {
        return leftJoin(otherStream, joiner, windows, StreamJoined.with(null, null, null));
    }

    @Override
    public <VRight, VOut> KStream<K, VOut> leftJoin(
            KStream<K, VRight> otherStream,
            ValueJoinerWithKey<? super K, ? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows,
            StreamJoined<K, V, VRight> streamJoined) {
        return StreamJoins.withStream(self(), otherStream, Erased.joiner(joiner), windows, streamJoined, JoinKind.LEFT);
    }

    @Override
    public <VRight, VOut> KStream<K, VOut> outerJoin(
            KStream<K, VRight> otherStream,
            ValueJoiner<? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows) {
        return outerJoin(otherStream, joiner, windows, StreamJoined.with(null, null, null));
    }

    @Override
    public <VRight, VOut> KStream<K, VOut> outerJoin(
            KStream<K, VRight> otherStream,
            ValueJoiner<? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows,
            StreamJoined<K, V, VRight> streamJoined) {
        return StreamJoins.withStream(
                self(), otherStream, Erased.joiner(joiner), windows, streamJoined, JoinKind.OUTER);
    }

    @Override
    public <VRight, VOut> KStream<K, VOut> outerJoin(
            KStream<K, VRight> otherStream,
            ValueJoinerWithKey<? super K, ? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows) {
        return outerJoin(otherStream, joiner, windows, StreamJoined.with(null, null, null));
    }

    @Override
    public <VRight, VOut> KStream<K, VOut> outerJoin(
            KStream<K, VRight> otherStream,
            ValueJoinerWithKey<? super K, ? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows,
            StreamJoined<K, V, VRight> streamJoined) {
        return StreamJoins.withStream(
                self(), otherStream, Erased.joiner(joiner), windows, streamJoined, JoinKind.OUTER);
    }

    @Override
    public <VTable, VOut> KStream<K, VOut> join(
            KTable<K, VTable> table, ValueJoiner<? super V, ? super VTable, ? extends VOut> joiner) {
        return join(table, joiner, Joined.with(null, null, null));
    }

    @Override
    public <VTable, VOut> KStream<K, VOut> join(
            KTable<K, VTable> table, ValueJoinerWithKey<? super K, ? super V, ? super VTable, ? extends VOut> joiner) {
        return join(table, joiner, Joined.with(null, null, null));
    }

    @Override
    public <VTable, VOut> KStream<K, VOut> join(
            KTable<K, VTable> table,
            ValueJoiner<? super V, ? super VTable, ? extends VOut> joiner,
            Joined<K, V, VTable> joined) {
        return StreamJoins.withTable(self(), table, Erased.joiner(joiner), joined, false);
    }

    @Override
    public <VTable, VOut> KStream<K, VOut> join(
            KTable<K, VTable> table,
            ValueJoinerWithKey<? super K, ? super V, ? super VTable, ? extends VOut> joiner,
            Joined<K, V, VTable> joined) {
        return StreamJoins.withTable(self(), table, Erased.joiner(joiner), joined, false);
    }

    @Override
    public <VTable, VOut> KStream<K, VOut> leftJoin(
            KTable<K, VTable> table, ValueJoiner<? super V, ? super VTable, ? extends VOut> joiner) {
        return leftJoin(table, joiner, Joined.with(null, null, null));
    }

    @Override
    public <VTable, VOut> KStream<K, VOut> leftJoin(
            KTable<K, VTable> table, ValueJoinerWithKey<? super K, ? super V, ? super VTable, ? extends VOut> joiner) {
        return leftJoin(table, joiner, Joined.with(null, null, null));
    }

    @Override
    public <VTable, VOut> KStream<K, VOut> leftJoin(
            KTable<K, VTable> table,
            ValueJoiner<? super V, ? super VTable, ? extends VOut> joiner,
            Joined<K, V, VTable> joined) {
        return StreamJoins.withTable(self(), table, Erased.joiner(joiner), joined, true);
    }

    @Override
    public <VTable, VOut> KStream<K, VOut> leftJoin(
            KTable<K, VTable> table,
            ValueJoinerWithKey<? super K, ? super V, ? super VTable, ? extends VOut> joiner,
            Joined<K, V, VTable> joined) {
        return StreamJoins.withTable(self(), table, Erased.joiner(joiner), joined, true);
    }

    @Override
    public <GlobalKey, GlobalValue, VOut> KStream<K, VOut> join(
            GlobalKTable<GlobalKey, GlobalValue> globalTable,
            KeyValueMapper<? super K, ? super V, ? extends GlobalKey> keySelector,
            ValueJoiner<? super V, ? super GlobalValue, ? extends VOut> joiner) {
        return StreamJoins.withGlobalTable(
                self(), globalTable, keySelector, Erased.joiner(joiner), Named.generated(), false);
    }

    @Override
    public <GlobalKey, GlobalValue, VOut> KStream<K, VOut> join(
            GlobalKTable<GlobalKey, GlobalValue> globalTable,
            KeyValueMapper<? super K, ? super V, ? extends GlobalKey> keySelector,
            ValueJoinerWithKey<? super K, ? super V, ? super GlobalValue, ? extends VOut> joiner) {
        return StreamJoins.withGlobalTable(
                self(), globalTable, keySelector, Erased.joiner(joiner), Named.generated(), false);
    }

    @Override
    public <GlobalKey, GlobalValue, VOut> KStream<K, VOut> join(
            GlobalKTable<GlobalKey, GlobalValue> globalTable,
            KeyValueMapper<? super K, ? super V, ? extends GlobalKey> keySelector,
            ValueJoiner<? super V, ? super GlobalValue, ? extends VOut> joiner,
            Named named) {
        return StreamJoins.withGlobalTable(self(), globalTable, keySelector, Erased.joiner(joiner), named, false);
    }

    @Override
    public <GlobalKey, GlobalValue, VOut> KStream<K, VOut> join(
            GlobalKTable<GlobalKey, GlobalValue> globalTable,
            KeyValueMapper<? super K, ? super V, ? extends GlobalKey> keySelector,
            ValueJoinerWithKey<? super K, ? super V, ? super GlobalValue, ? extends VOut> joiner,
            Named named) {
        return StreamJoins.withGlobalTable(self(), globalTable, keySelector, Erased.joiner(joiner), named, false);
    }

    @Override
    public <GlobalKey, GlobalValue, VOut> KStream<K, VOut> leftJoin(
            GlobalKTable<GlobalKey, GlobalValue> globalTable,
            KeyValueMapper<? super K, ? super V, ? extends GlobalKey> keySelector,
            ValueJoiner<? super V, ? super GlobalValue, ? extends VOut> joiner) {
        return StreamJoins.withGlobalTable(
                self(), globalTable, keySelector, Erased.joiner(joiner), Named.generated(), true);
    }

    @Override
    public <GlobalKey, GlobalValue, VOut> KStream<K, VOut> leftJoin(
            GlobalKTable<GlobalKey, GlobalValue> globalTable,
            KeyValueMapper<? super K, ? super V, ? extends GlobalKey> keySelector,
            ValueJoinerWithKey<? super K, ? super V, ? super GlobalValue, ? extends VOut> joiner) {
        return StreamJoins.withGlobalTable(
                self(), globalTable, keySelector, Erased.joiner(joiner), Named.generated(), true);
    }

    @Override
    public <GlobalKey, GlobalValue, VOut> KStream<K, VOut> leftJoin(
            GlobalKTable<GlobalKey, GlobalValue> globalTable,
            KeyValueMapper<? super K, ? super V, ? extends GlobalKey> keySelector,
            ValueJoiner<? super V, ? super GlobalValue, ? extends VOut> joiner,
            Named named) {
        return StreamJoins.withGlobalTable(self(), globalTable, keySelector, Erased.joiner(joiner), named, true);
    }

    @Override
    public <GlobalKey, GlobalValue, VOut> KStream<K, VOut> leftJoin(
            GlobalKTable<GlobalKey, GlobalValue> globalTable,
            KeyValueMapper<? super K, ? super V, ? extends GlobalKey> keySelector,
            ValueJoinerWithKey<? super K, ? super V, ? super GlobalValue, ? extends VOut> joiner,
            Named named) {
        return StreamJoins.withGlobalTable(self(), globalTable, keySelector, Erased.joiner(joiner), named, true);
    }
}
