/**
 * Stores of a program's own kind under the built-in ones: {@link io.millrace.stores.user.UserEngine} lets a table keep its committed rows in a store that a
 * program's supplier made. So uncommitted writes, record cache, changelog and rewind are the same as for other stores, and the program's store gets committed
 * rows only, with each commit. It is restored from the start of the changelog whenever its task is opened: nothing says what it has kept.
 */
@NullMarked
package io.millrace.stores.user;

import org.jspecify.annotations.NullMarked;
