/**
 * The engine on RocksDB: one database per task, a column family per store and one for meta records, RocksDB's own log off (the changelog
 * is the log), atomic flush on. {@link io.millrace.stores.engine.rocksdb.RocksEngine} is the engine,
 * {@link io.millrace.stores.engine.rocksdb.RocksMemory} the memory that all engines of the process share. The only package that calls RocksDB.
 */
@NullMarked
package io.millrace.stores.engine.rocksdb;

import org.jspecify.annotations.NullMarked;
