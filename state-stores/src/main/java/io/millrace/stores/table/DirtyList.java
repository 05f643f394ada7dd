package io.millrace.stores.table;

import org.jspecify.annotations.Nullable;

/**
 * The dirty entries of a table in the order of each one's last update, linked through the entries themselves. The unforwarded ones are a suffix
 * of it.
 */
final class DirtyList {

    private @Nullable TableEntry first;
    private @Nullable TableEntry last;
    private @Nullable TableEntry firstUnforwarded;

    @Nullable
    TableEntry first() {
        return first;
    }

    boolean isEmpty() {
        return first == null;
    }

    /** Adds an entry that is not in the list. */
    void add(TableEntry entry) {
        entry.dirtyPrevious = last;
        entry.dirtyNext = null;
        if (last == null) {
            first = entry;
        } else {
            last.dirtyNext = entry;
        }
        last = entry;
    }

    /** Moves an entry of the list to its end. */
    void touch(TableEntry entry) {
        if (entry == last) {
            return;
        }
        TableEntry next = entry.dirtyNext;
        TableEntry previous = entry.dirtyPrevious;
        if (entry == firstUnforwarded) {
            firstUnforwarded = next;
        }
        if (previous == null) {
            first = next;
        } else {
            previous.dirtyNext = next;
        }
        if (next != null) {
            next.dirtyPrevious = previous;
        }
        add(entry);
    }

    /** The entry, which is the last one, has a change that downstream has not seen. */
    void markUnforwarded(TableEntry entry) {
        assert entry == last : "only the entry that was updated last can become unforwarded";
        if (firstUnforwarded == null) {
            firstUnforwarded = entry;
        }
    }

    /** Takes the first unforwarded entry off the suffix; null if all are forwarded. */
    @Nullable
    TableEntry pollUnforwarded() {
        TableEntry entry = firstUnforwarded;
        if (entry != null) {
            firstUnforwarded = entry.dirtyNext;
        }
        return entry;
    }

    boolean hasUnforwarded() {
        return firstUnforwarded != null;
    }

    @Nullable
    TableEntry firstUnforwarded() {
        return firstUnforwarded;
    }

    /** Puts the start of the suffix back to where it was. */
    void unforwardedFrom(@Nullable TableEntry entry) {
        firstUnforwarded = entry;
    }

    /** Takes an entry out of the list. */
    void remove(TableEntry entry) {
        TableEntry next = entry.dirtyNext;
        TableEntry previous = entry.dirtyPrevious;
        if (previous == null) {
            first = next;
        } else {
            previous.dirtyNext = next;
        }
        if (next == null) {
            last = previous;
        } else {
            next.dirtyPrevious = previous;
        }
        entry.dirtyPrevious = null;
        entry.dirtyNext = null;
    }

    /** Puts an entry that is not in the list behind another; null: first of all. */
    void insertBehind(@Nullable TableEntry previous, TableEntry entry) {
        TableEntry next = previous == null ? first : previous.dirtyNext;
        entry.dirtyPrevious = previous;
        entry.dirtyNext = next;
        if (previous == null) {
            first = entry;
        } else {
            previous.dirtyNext = entry;
        }
        if (next == null) {
            last = entry;
        } else {
            next.dirtyPrevious = entry;
        }
    }

    /** Forgets all entries without touching them. */
    void clear() {
        first = null;
        last = null;
        firstUnforwarded = null;
    }
}
