/**
 * The commit log: every decision of the broker in one total order. An entry counts once it is in the log (and, where the broker
 * syncs, synced), whatever else is on disk.
 *
 * <p>Directory {@code commit-log/}: {@code <n, 20 digits>.log} files hold entries; {@code <n>.snapshot} holds what all entries before
 * log <i>n</i> add up to, and makes older files superfluous. An entry is {length 4, CRC32C 4, type 1, fields}: length counts type
 * and fields and is never 0, so that a tail of zeros holds no entry; the CRC covers the length too. A snapshot is a sequence of entries in the
 * same form, and is valid only if the last one says that it is the last.
 *
 * <p>Reading order: {@link io.millrace.broker.commitlog.LogEntry} (the entries), {@link io.millrace.broker.commitlog.EntryCodec},
 * {@link io.millrace.broker.commitlog.Ledger} (what they add up to, and the lock under which decisions are made),
 * {@link io.millrace.broker.commitlog.CommitLog} (writes), {@link io.millrace.broker.commitlog.CommitLogFiles} (reads, snapshots). What a recovery does with it is in
 * {@code recovery}; who decides is in {@code transaction}.
 */
@NullMarked
package io.millrace.broker.commitlog;

import org.jspecify.annotations.NullMarked;
