package io.millrace.runtime;

import io.millrace.errors.InvalidStateStoreException;
import io.millrace.errors.StreamsNotStartedException;
import io.millrace.errors.StreamsStoppedException;
import io.millrace.log.TopicAdmin;
import io.millrace.query.StateQueryRequest;
import io.millrace.query.StateQueryResult;
import io.millrace.runtime.LocalStores.Staleness;
import io.millrace.runtime.StreamsRuntime.State;
import io.millrace.runtime.loop.InstanceState;
import io.millrace.runtime.query.LocalTask;
import io.millrace.runtime.settings.RuntimeSettings;
import io.millrace.serialization.Serde;
import io.millrace.state.HostInfo;
import io.millrace.time.SystemClock;
import io.millrace.topology.dag.ProcessorDag;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What programs may look at in a running application: stores and who has them. Safe from any thread. */
final class Inspection {

    private final ProcessorDag dag;
    private final RuntimeSettings settings;
    private final TopicAdmin topics;
    private final Lifecycle lifecycle;
    private final Application application;
    private final Set<String> globalStores;

    Inspection(
            ProcessorDag dag,
            RuntimeSettings settings,
            TopicAdmin topics,
            Lifecycle lifecycle,
            Application application) {
        this.dag = dag;
        this.settings = settings;
        this.topics = topics;
        this.lifecycle = lifecycle;
        this.application = application;
        this.globalStores = ClusterMetadata.globalStores(dag);
    }

    private void requireRunning() {
        State now = lifecycle.state();
        if (now.hasNotStarted()) {
            throw new StreamsNotStartedException("The application has not been started; call start() first");
        }
        if (!now.isRunningOrRebalancing()) {
            throw new StreamsStoppedException(
                    "The application is " + now + ": its stores cannot be read here any more");
        }
    }

    // ---- stores ----

    <T> T store(StoreQueryParameters<T> parameters) {
        String name = parameters.storeName();
        ClusterMetadata.requireStore(dag, name);
        requireRunning();
        Staleness staleness = parameters.staleStoresEnabled() ? Staleness.ALLOWED : Staleness.REFUSED;
        StoreProvider provider = new HereAndNow(parameters, staleness);
        QueryableStoreType<T> type = parameters.queryableStoreType();
        String refused = OpenPartitions.read(
                provider.partitions(name).get(0),
                store -> type.accepts(store) ? "" : store.getClass().getSimpleName());
        if (!refused.isEmpty()) {
            throw new InvalidStateStoreException("Store '" + name + "' is a " + refused + ", which "
                    + type.getClass().getSimpleName() + " does not show. Ask for it with the type that fits.");
        }
        return type.create(provider, name);
    }

    /** What is on this instance at each access. */
    private final class HereAndNow implements StoreProvider {

        private final @Nullable Integer partition;
        private final Staleness staleness;
        private final @Nullable Duration uncommitted;

        HereAndNow(StoreQueryParameters<?> parameters, Staleness staleness) {
            this.partition = parameters.partition();
            this.staleness = staleness;
            this.uncommitted = parameters.uncommittedTimeout();
        }

        @Override
        public List<StorePartition> partitions(String store) {
            requireRunning();
            if (globalStores.contains(store)) {
                return List.of(localStores().global(store));
            }
            List<StorePartition> found = uncommitted == null
                    ? localStores().partitions(store, partition, staleness)
                    : localStores().asked(store, partition, uncommitted, this::wake);
            if (partition == null) {
                share().requireAll(store, numbers(found));
            }
            return found;
        }

        private void wake(LocalTask task) {
            String owner = application.instance().tasks().ownerOf(task);
            application.threads().stream()
                    .filter(thread -> thread.getName().equals(owner))
                    .forEach(thread -> thread.loop().wakeup());
        }

        @Override
        public void requirePartitionOf(Object key, String store, Collection<StorePartition> lookedAt) {
            if (partition == null && !globalStores.contains(store)) {
                requireHere(key, store, numbers(lookedAt));
            }
        }
    }

    private static List<Integer> numbers(Collection<StorePartition> partitions) {
        return partitions.stream().map(StorePartition::number).toList();
    }

    private InstanceShare share() {
        InstanceState instance = application.instance();
        return new InstanceShare(
                dag, application.plan(), instance.distribution().of(instance.id()));
    }

    @SuppressWarnings("unchecked") // the key's type is the program's claim, as everywhere in queries
    private void requireHere(Object key, String store, Collection<Integer> found) {
        StoreDescription description = storeDescriptions().stream()
                .filter(one -> one.name().equals(store))
                .findFirst()
                .orElseThrow();
        Serde<Object> keys = (Serde<Object>) description.keySerde().orElse(null);
        share().requirePartitionOf(key, store, keys, description.serdeTopic(), found);
    }

    <R> StateQueryResult<R> query(StateQueryRequest<R> request) {
        ClusterMetadata.requireStore(dag, request.getStoreName());
        requireRunning();
        boolean isGlobal = globalStores.contains(request.getStoreName());
        List<Integer> expected = isGlobal ? List.of() : share().partitionsOf(request.getStoreName());
        return new LocalQueries(localStores(), application.instance().tasks(), globalStores, expected).answer(request);
    }

    <K, V> StoreSubscription<K, V> subscribe(StoreSubscriptionRequest<K, V> request) {
        ClusterMetadata.requireStore(dag, request.storeName());
        requireRunning();
        List<FollowedStore> sources = localStores().followed(request.storeName(), request.partition(), globalStores);
        if (request.partition() == null && !globalStores.contains(request.storeName())) {
            List<Integer> found = sources.stream().map(FollowedStore::number).toList();
            share().requireAll(request.storeName(), found);
            Object key = request.from();
            if (key != null && key == request.to()) {
                requireHere(key, request.storeName(), found);
            }
        }
        return Subscribing.to(sources, request, SystemClock.instance());
    }

    List<StoreDescription> storeDescriptions() {
        return new StoreDescriptions(settings).of(dag, application.plan());
    }

    private LocalStores localStores() {
        return new LocalStores(settings, application.instance().tasks(), application.globalThread());
    }

    // ---- who has what ----

    Collection<StreamsMetadata> instances() {
        return cluster().map(ClusterMetadata::instances).orElse(List.of());
    }

    Collection<StreamsMetadata> instancesWith(String store) {
        return cluster().map(cluster -> cluster.instancesWith(store)).orElse(List.of());
    }

    /** Where a key is, by a search that is told where this instance is. */
    KeyQueryMetadata find(String store, BiFunction<ClusterMetadata, HostInfo, KeyQueryMetadata> search) {
        ClusterMetadata.requireStore(dag, store);
        HostInfo here = ClusterMetadata.here(settings.applicationServer());
        return cluster().map(cluster -> search.apply(cluster, here)).orElse(KeyQueryMetadata.NOT_AVAILABLE);
    }

    private Optional<ClusterMetadata> cluster() {
        requireRunning();
        return application
                .plan()
                .map(plan ->
                        new ClusterMetadata(dag, plan, application.instance().distribution()));
    }

    LocalMetadata local() {
        return new LocalMetadata(
                settings.applicationId(), application.instance().tasks(), topics);
    }
}
