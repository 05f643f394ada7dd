package io.millrace.stores.table;

import org.jspecify.annotations.Nullable;

/** How the keys of a table relate to those in its changelog, and which of its rows have expired. Only what has expired may change. */
public interface KeyLayout {

    /** Keys are the same in table and changelog, and nothing expires. */
    KeyLayout AS_LOGGED = new KeyLayout() {

        @Override
        public byte[] changelogKey(byte[] tableKey) {
            return tableKey;
        }

        @Override
        public byte[] restoredKey(byte[] changelogKey, StreamProgress progress) {
            return changelogKey;
        }

        @Override
        public byte @Nullable [] liveFrom(long streamTimeMs) {
            return null;
        }
    };

    /** The key in the changelog. */
    byte[] changelogKey(byte[] tableKey);

    /** The key in the table of a record that is restored, noting what it says of stream time; null if the row has expired. */
    byte @Nullable [] restoredKey(byte[] changelogKey, StreamProgress progress);

    /** The key below which all rows have expired; null if none has. */
    byte @Nullable [] liveFrom(long streamTimeMs);
}
