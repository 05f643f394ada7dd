package io.millrace.stores.engine.rocksdb;

import io.millrace.errors.ProcessorStateException;
import io.millrace.stores.engine.EngineIterator;
import io.millrace.stores.engine.EngineSnapshot;
import io.millrace.stores.engine.ScanOrder;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Snapshot;

/** A snapshot of one database, with the scans that read it. Safe from any thread: everything native happens inside the gate, or after it is closed. */
final class RocksSnapshot implements EngineSnapshot {

    private final RocksDB database;
    private final List<ColumnFamilyHandle> families;
    private final ReaderGate gate;
    private final Set<RocksSnapshot> open;
    private final Snapshot snapshot;
    private final ReadOptions options;
    private final AtomicInteger holders = new AtomicInteger(1);
    private final Set<SharedScan> scans = ConcurrentHashMap.newKeySet();

    /**
     * @param open all snapshots of the database; this one is among them until it is freed
     */
    RocksSnapshot(RocksDB database, List<ColumnFamilyHandle> families, ReaderGate gate, Set<RocksSnapshot> open) {
        this.database = database;
        this.families = families;
        this.gate = gate;
        this.open = open;
        this.snapshot = database.getSnapshot();
        this.options = new ReadOptions().setSnapshot(snapshot);
        open.add(this);
    }

    @Override
    public byte @Nullable [] get(int family, byte[] key) {
        gate.enter();
        try {
            return database.get(families.get(family), options, key);
        } catch (RocksDBException e) {
            throw failed(e);
        } finally {
            gate.exit();
        }
    }

    @Override
    public EngineIterator scan(int family, byte @Nullable [] from, byte @Nullable [] toExclusive, ScanOrder order) {
        gate.enter();
        try {
            ReadOptions own = new ReadOptions().setSnapshot(snapshot);
            SharedScan scan = new SharedScan(
                    new RocksScan(database, families.get(family), own, from, toExclusive, order, closed -> {}));
            scans.add(scan);
            return scan;
        } finally {
            gate.exit();
        }
    }

    @Override
    public long approximateEntries(int family) {
        gate.enter();
        try {
            return database.getLongProperty(families.get(family), "rocksdb.estimate-num-keys");
        } catch (RocksDBException e) {
            throw failed(e);
        } finally {
            gate.exit();
        }
    }

    private ProcessorStateException failed(RocksDBException e) {
        return Damage.exceptionFor(
                database.getName(),
                e,
                "A snapshot of the state stores in " + database.getName() + " cannot be read (" + e.getMessage()
                        + "). What was committed is safe in the changelogs.");
    }

    @Override
    public void retain() {
        holders.incrementAndGet();
    }

    @Override
    public void release() {
        if (holders.decrementAndGet() == 0 && gate.tryEnter()) {
            try {
                free();
            } finally {
                gate.exit();
            }
        }
    }

    /** Frees what is native. Inside the gate, or after it was closed; whoever comes second does nothing. */
    void free() {
        if (open.remove(this)) {
            scans.forEach(SharedScan::free);
            options.close();
            database.releaseSnapshot(snapshot);
            snapshot.close();
        }
    }

    /** A scan that is cut off when the database closes. It reads each row in one visit, and holds on to the snapshot. */
    private final class SharedScan implements EngineIterator {

        private final RocksScan scan;
        private boolean isFreed;
        private byte @Nullable [] key;
        private byte[] value = {};

        SharedScan(RocksScan scan) {
            this.scan = scan;
            retain();
            read();
        }

        private void read() {
            if (scan.isValid()) {
                key = scan.key();
                value = scan.value();
            } else {
                key = null;
            }
        }

        @Override
        public boolean isValid() {
            return key != null;
        }

        @Override
        public byte[] key() {
            byte[] current = key;
            if (current == null) {
                throw new java.util.NoSuchElementException("The scan is past its last entry, or closed");
            }
            return current;
        }

        @Override
        public byte[] value() {
            return value;
        }

        @Override
        public void next() {
            if (key == null) {
                return;
            }
            gate.enter();
            try {
                scan.next();
                read();
            } finally {
                gate.exit();
            }
        }

        @Override
        public void close() {
            key = null;
            if (scans.contains(this) && gate.tryEnter()) {
                try {
                    free();
                } finally {
                    gate.exit();
                }
            }
        }

        /** Inside the gate, or after it was closed. */
        void free() {
            boolean isFirst;
            synchronized (this) {
                isFirst = !isFreed;
                isFreed = true;
            }
            if (isFirst) {
                scans.remove(this);
                scan.close();
                release();
            }
        }
    }
}
