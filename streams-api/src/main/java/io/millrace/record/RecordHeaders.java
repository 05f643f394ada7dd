package io.millrace.record;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Headers in a list. The list is made when the first header is added, so a record without headers costs one small
 * object. Can be closed for changes by {@link #setReadOnly()}. Not safe for use by several threads.
 */
public class RecordHeaders implements Headers {

    private @Nullable ArrayList<Header> list;
    private boolean readOnly;

    /** No headers yet. */
    public RecordHeaders() {}

    /** Copies {@code headers}; null means none. */
    public RecordHeaders(Header @Nullable [] headers) {
        if (headers != null) {
            for (Header header : headers) {
                append(header);
            }
        }
    }

    /** Copies {@code headers}; null means none. The headers themselves are shared, the list is not. */
    public RecordHeaders(@Nullable Iterable<Header> headers) {
        if (headers instanceof RecordHeaders other) {
            list = other.list == null ? null : new ArrayList<>(other.list);
        } else if (headers != null) {
            for (Header header : headers) {
                append(header);
            }
        }
    }

    @Override
    public Headers add(Header header) throws IllegalStateException {
        requireWritable();
        append(header);
        return this;
    }

    @Override
    public Headers add(String key, byte @Nullable [] value) throws IllegalStateException {
        return add(new RecordHeader(key, value));
    }

    @Override
    public Headers remove(String key) throws IllegalStateException {
        requireWritable();
        Objects.requireNonNull(key, "the key of a header must not be null");
        if (list != null) {
            list.removeIf(header -> header.key().equals(key));
        }
        return this;
    }

    @Override
    public @Nullable Header lastHeader(String key) {
        Objects.requireNonNull(key, "the key of a header must not be null");
        if (list != null) {
            for (int i = list.size() - 1; i >= 0; i--) {
                Header header = list.get(i);
                if (header.key().equals(key)) {
                    return header;
                }
            }
        }
        return null;
    }

    @Override
    public Iterable<Header> headers(String key) {
        Objects.requireNonNull(key, "the key of a header must not be null");
        if (list == null) {
            return List.of();
        }
        List<Header> all = list;
        return () -> all.stream().filter(header -> header.key().equals(key)).iterator();
    }

    /** Iterates in order. {@code Iterator.remove} works unless the headers are read-only. */
    @Override
    public Iterator<Header> iterator() {
        if (list == null) {
            return Collections.emptyIterator();
        }
        Iterator<Header> all = list.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return all.hasNext();
            }

            @Override
            public Header next() {
                return all.next();
            }

            @Override
            public void remove() {
                requireWritable();
                all.remove();
            }
        };
    }

    @Override
    public Header[] toArray() {
        return list == null ? new Header[0] : list.toArray(new Header[0]);
    }

    /** From now on every change throws {@code IllegalStateException}. Cannot be undone. */
    public void setReadOnly() {
        readOnly = true;
    }

    /** Whether changes are refused. */
    public boolean isReadOnly() {
        return readOnly;
    }

    /** Whether there is no header. */
    public boolean isEmpty() {
        return list == null || list.isEmpty();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof RecordHeaders that && contents().equals(that.contents());
    }

    @Override
    public int hashCode() {
        return contents().hashCode();
    }

    @Override
    public String toString() {
        return "RecordHeaders(headers = " + contents() + ", isReadOnly = " + readOnly + ")";
    }

    private List<Header> contents() {
        return list == null ? List.of() : list;
    }

    private void append(Header header) {
        Objects.requireNonNull(header, "a header must not be null");
        if (list == null) {
            list = new ArrayList<>(4);
        }
        list.add(header);
    }

    private void requireWritable() {
        if (readOnly) {
            throw new IllegalStateException(
                    "These headers are read-only: their record has been handed over already. Copy them first.");
        }
    }
}
