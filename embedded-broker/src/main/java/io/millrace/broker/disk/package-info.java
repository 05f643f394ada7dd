/**
 * Storage as the broker sees it: files that are appended, read at a position, cut, synced and renamed. All bytes that the broker
 * keeps go through {@link io.millrace.broker.disk.Disk}, the lock file and the identity file included, so that a test can
 * crash it anywhere. No format lives here.
 *
 * <p>Reading order: {@link io.millrace.broker.disk.Disk}, {@link io.millrace.broker.disk.DiskFile},
 * {@link io.millrace.broker.disk.FileDisk} (the real one), {@link io.millrace.broker.disk.HeapDisk} (in memory).
 */
@NullMarked
package io.millrace.broker.disk;

import org.jspecify.annotations.NullMarked;
