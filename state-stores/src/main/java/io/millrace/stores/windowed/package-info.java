/**
 * Window and session stores over a {@link io.millrace.stores.table.Table}. {@link io.millrace.stores.windowed.WindowedLayout} says what their keys look
 * like; {@link io.millrace.stores.windowed.WindowedRows} is what both have in common: exact access, expiry by observed stream time, scans
 * ({@link io.millrace.stores.windowed.SegmentCursor}, {@link io.millrace.stores.windowed.TimeOrderedCursor}).
 * {@link io.millrace.stores.windowed.TableWindowStore} and {@link io.millrace.stores.windowed.TableSessionStore} are the stores,
 * {@link io.millrace.stores.windowed.WindowSupplier} and {@link io.millrace.stores.windowed.SessionSupplier} say how they are to be. Segments are
 * dropped by the table, with a commit. Where a record cache is on, {@link io.millrace.stores.windowed.OutlivedRetention} says how long expired rows stay.
 */
@NullMarked
package io.millrace.stores.windowed;

import org.jspecify.annotations.NullMarked;
