package io.millrace.stores.engine.rocksdb;

import io.millrace.errors.ProcessorStateException;
import io.millrace.stores.engine.DamagedStoreException;
import io.millrace.stores.engine.EngineBatch;
import io.millrace.stores.engine.EngineFactory;
import io.millrace.stores.engine.EngineIterator;
import io.millrace.stores.engine.EngineSizes;
import io.millrace.stores.engine.EngineSnapshot;
import io.millrace.stores.engine.KeyValueEngine;
import io.millrace.stores.engine.ScanOrder;
import io.millrace.stores.engine.UnavailableStoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.FlushOptions;
import org.rocksdb.MutableDBOptions;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One RocksDB database: column family {@code default} for meta records, one per store. Families of stores that have left the topology are kept
 * and named in the log.
 *
 * <p>Without RocksDB's own log a crash loses what its write buffers hold; with atomic flush what survives is a prefix of the batches over
 * all families, which is what {@link KeyValueEngine} promises.
 */
public final class RocksEngine implements KeyValueEngine {

    private static final Logger LOG = LoggerFactory.getLogger(RocksEngine.class);

    private static final String META_FAMILY = new String(RocksDB.DEFAULT_COLUMN_FAMILY, StandardCharsets.UTF_8);

    /** No store can have this name: '#' is not allowed in one. */
    private static final String ESCAPED_META_FAMILY = "#" + META_FAMILY;

    private final String directory;
    private final RocksSettings settings;
    private final RocksDB database;
    /** By family number; families that nobody asked for follow behind. */
    private final List<ColumnFamilyHandle> families;

    private final WriteOptions writeOptions = new WriteOptions().setDisableWAL(true);
    private final FlushOptions flushInBackground =
            new FlushOptions().setWaitForFlush(false).setAllowWriteStall(false);
    /** For other threads than the task's. */
    private final ReaderGate gate;
    /** For the task, and for those who hold on to one of its stores though they should not; its own, so that readers do not slow it down. */
    private final ReaderGate own;

    private final Set<RocksScan> scans = ConcurrentHashMap.newKeySet();
    private final Set<RocksSnapshot> snapshots = ConcurrentHashMap.newKeySet();
    private boolean closed;

    private RocksEngine(String directory, RocksSettings settings, RocksDB database, List<ColumnFamilyHandle> families) {
        this.directory = directory;
        this.settings = settings;
        this.database = database;
        this.families = families;
        this.gate = new ReaderGate(directory);
        this.own = new ReaderGate(directory);
    }

    /** Opens engines whose families users may adjust. */
    public static EngineFactory factory(FamilyOptions adjustment) {
        return new EngineFactory() {
            @Override
            public KeyValueEngine open(String directory, List<String> stores) {
                return RocksEngine.open(directory, stores, adjustment);
            }

            @Override
            public Map<String, byte[]> peek(String directory) {
                return RocksEngine.peek(directory);
            }
        };
    }

    /** Native memory that all engines of the process take at most, files' own buffers left out. */
    public static long memoryBytesMax() {
        return RocksMemory.CACHE_BYTES;
    }

    /** Reads the family of meta records only, without a lock and without changing anything. */
    private static Map<String, byte[]> peek(String directory) {
        if (!Files.exists(Path.of(directory, "CURRENT"))) {
            return Map.of();
        }
        Map<String, byte[]> records = new HashMap<>();
        if (isDamaged(directory)) {
            return records;
        }
        try (Options options = new Options();
                RocksDB database = RocksDB.openReadOnly(options, directory);
                RocksIterator all = database.newIterator()) {
            for (all.seekToFirst(); all.isValid(); all.next()) {
                records.put(new String(all.key(), StandardCharsets.UTF_8), all.value());
            }
        } catch (RocksDBException e) {
            LOG.warn(
                    "How up to date the stores in {} are cannot be told before they are opened ({})",
                    directory,
                    e.getMessage());
        }
        return records;
    }

    /** What it is, who opens the stores is told. */
    private static boolean isDamaged(String directory) {
        try {
            return LogFileCheck.problem(directory) != null;
        } catch (IOException e) {
            LOG.warn(
                    "How up to date the stores in {} are cannot be told before they are opened ({})",
                    directory,
                    e.getMessage());
            return true;
        }
    }

    /** Loads the native library if that has not happened yet; to be called from a side thread at start-up. */
    public static void preload() {
        RocksMemory.instance();
    }

    private static RocksEngine open(String directory, List<String> stores, FamilyOptions adjustment) {
        try {
            Damage.setMarkedAside(directory);
            return openPresent(directory, stores, adjustment);
        } catch (DamagedStoreException e) {
            try {
                Damage.setAside(directory, String.valueOf(e.getMessage()));
            } catch (IOException inMove) {
                e.addSuppressed(inMove);
                throw e;
            }
            return openPresent(directory, stores, adjustment);
        } catch (IOException e) {
            throw new ProcessorStateException(
                    "The damaged state stores in " + directory + " cannot be set aside (" + e.getMessage()
                            + "). Move the directory away by hand.",
                    e);
        }
    }

    private static RocksEngine openPresent(String directory, List<String> stores, FamilyOptions adjustment) {
        RocksSettings settings = new RocksSettings(adjustment);
        try {
            Files.createDirectories(Path.of(directory));
            String problem = LogFileCheck.problem(directory);
            if (problem != null) {
                throw Damage.found(directory, problem, new IOException(problem));
            }
            List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
            descriptors.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, settings.metaFamily()));
            for (String store : withThoseThatLeft(directory, stores)) {
                byte[] family = familyOf(store).getBytes(StandardCharsets.UTF_8);
                descriptors.add(new ColumnFamilyDescriptor(family, settings.family(store)));
            }
            if (!settings.database().atomicFlush()) {
                throw new IllegalStateException("Atomic flush is off: stores of one task could get out of step");
            }
            boolean isNew = !Files.exists(Path.of(directory, "CURRENT"));
            List<ColumnFamilyHandle> handles = new ArrayList<>();
            RocksDB database = RocksDB.open(settings.database(), directory, descriptors, handles);
            if (isNew && RocksMemory.instance().hasManyEngines()) {
                // Each family that is made keeps the directory open once more; families that are found share it.
                handles.forEach(ColumnFamilyHandle::close);
                handles.clear();
                database.close();
                database = RocksDB.open(settings.database(), directory, descriptors, handles);
            }
            return new RocksEngine(directory, settings, database, handles);
        } catch (DamagedStoreException e) {
            settings.close();
            throw e;
        } catch (RocksDBException | IOException e) {
            settings.close();
            if (e instanceof RocksDBException damaged && Damage.isMeantBy(damaged)) {
                throw Damage.found(directory, String.valueOf(e.getMessage()), damaged);
            }
            throw new UnavailableStoreException(
                    "The state stores in " + directory + " cannot be opened (" + e.getMessage()
                            + "). Their data is not touched. " + remedy(e),
                    e);
        }
    }

    private static String remedy(Exception e) {
        return String.valueOf(e.getMessage()).contains("Too many open files")
                ? "Raise the limit of open files (ulimit -n): a task with persistent stores takes 6 and up to 20, the broker 256."
                : "Check that no other process uses the directory, that it is writable and that the disk is not full.";
    }

    private static Set<String> withThoseThatLeft(String directory, List<String> stores)
            throws RocksDBException, IOException {
        Set<String> all = new LinkedHashSet<>(stores);
        for (String family : existingFamilies(directory)) {
            String store = family.equals(ESCAPED_META_FAMILY) ? META_FAMILY : family;
            if (!family.equals(META_FAMILY) && all.add(store)) {
                LOG.info("Store '{}' in {} is no longer in the topology; its data is kept", store, directory);
            }
        }
        return all;
    }

    /** The family of a store has its name, unless that is the one which meta records have. */
    private static String familyOf(String store) {
        return store.equals(META_FAMILY) ? ESCAPED_META_FAMILY : store;
    }

    private static List<String> existingFamilies(String directory) throws RocksDBException, IOException {
        if (!Files.exists(Path.of(directory, "CURRENT"))) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        try (Options options = new Options()) {
            for (byte[] name : RocksDB.listColumnFamilies(options, directory)) {
                names.add(new String(name, StandardCharsets.UTF_8));
            }
        }
        return names;
    }

    @Override
    public byte @Nullable [] get(int family, byte[] key) {
        own.enter();
        try {
            return database.get(families.get(family), key);
        } catch (RocksDBException e) {
            throw failed("read", e);
        } finally {
            own.exit();
        }
    }

    @Override
    public EngineIterator scan(int family, byte @Nullable [] from, byte @Nullable [] toExclusive, ScanOrder order) {
        own.enter();
        try {
            RocksScan scan = new RocksScan(
                    database, families.get(family), new ReadOptions(), from, toExclusive, order, scans::remove);
            scans.add(scan);
            return scan;
        } finally {
            own.exit();
        }
    }

    @Override
    public EngineSnapshot snapshot() {
        return new RocksSnapshot(database, families, gate, snapshots);
    }

    @Override
    public long approximateEntries(int family) {
        own.enter();
        try {
            return database.getLongProperty(families.get(family), "rocksdb.estimate-num-keys");
        } catch (RocksDBException e) {
            throw failed("read", e);
        } finally {
            own.exit();
        }
    }

    @Override
    public EngineSizes sizes(int family) {
        if (!gate.tryEnter()) {
            return EngineSizes.NONE;
        }
        try {
            ColumnFamilyHandle handle = families.get(family);
            return new EngineSizes(
                    database.getLongProperty(handle, "rocksdb.estimate-num-keys"),
                    database.getLongProperty(handle, "rocksdb.total-sst-files-size"),
                    database.getLongProperty(handle, "rocksdb.size-all-mem-tables"),
                    database.getLongProperty(handle, "rocksdb.block-cache-usage"));
        } catch (RocksDBException e) {
            throw failed("measured", e);
        } finally {
            gate.exit();
        }
    }

    @Override
    public EngineBatch newBatch() {
        return new RocksBatch(families);
    }

    @Override
    public void write(EngineBatch batch) {
        own.enter();
        try {
            database.write(writeOptions, ((RocksBatch) batch).nativeBatch());
        } catch (RocksDBException e) {
            throw failed("written", e);
        } finally {
            own.exit();
        }
    }

    @Override
    public void flush() {
        own.enter();
        try {
            database.flush(flushInBackground, families);
        } catch (RocksDBException e) {
            throw failed("flushed", e);
        } finally {
            own.exit();
        }
    }

    private ProcessorStateException failed(String verb, RocksDBException e) {
        return Damage.exceptionFor(
                directory,
                e,
                "The state stores in " + directory + " cannot be " + verb + " (" + e.getMessage()
                        + "). What was committed is safe in the changelogs. If the disk is full, free space.");
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        letNobodyIn();
        try (FlushOptions waiting = new FlushOptions().setWaitForFlush(true)) {
            database.flush(waiting, families);
        } catch (RocksDBException e) {
            LOG.warn(
                    "The state stores in {} could not be flushed at close; the tail of their changelogs will be replayed",
                    directory,
                    e);
        } finally {
            giveUp();
        }
    }

    @Override
    public void abandon() {
        if (closed) {
            return;
        }
        closed = true;
        letNobodyIn();
        try {
            database.setDBOptions(
                    MutableDBOptions.builder().setAvoidFlushDuringShutdown(true).build());
        } catch (RocksDBException e) {
            throw failed("abandoned", e);
        } finally {
            giveUp();
        }
    }

    /** Frees what is native and not the engine's own: it must not outlive the database. */
    private void letNobodyIn() {
        gate.close();
        own.close();
        snapshots.forEach(RocksSnapshot::free);
        if (!scans.isEmpty()) {
            LOG.warn(
                    "The program left iterators open in {}: {}. They are closed now. Close each one when it is done, best with try-with-resources: until then it keeps"
                            + " files and memory that RocksDB could free",
                    directory,
                    scansByStore());
            scans.forEach(RocksScan::close);
        }
    }

    /** How many scans are open, by store. */
    Map<String, Long> scansByStore() {
        return scans.stream().collect(Collectors.groupingBy(RocksScan::store, TreeMap::new, Collectors.counting()));
    }

    private void giveUp() {
        families.forEach(ColumnFamilyHandle::close);
        database.close();
        flushInBackground.close();
        writeOptions.close();
        settings.close();
    }
}
