package io.millrace.record;

import java.util.List;
import java.util.NoSuchElementException;

/** What the timestamp of a stored record means. */
public enum TimestampType {
    /** The record has no timestamp. */
    NO_TIMESTAMP_TYPE(-1, "NoTimestampType"),
    /** The timestamp that its producer gave the record. */
    CREATE_TIME(0, "CreateTime"),
    /** The time at which the broker appended the record. */
    LOG_APPEND_TIME(1, "LogAppendTime");

    /** Number in the record batch format; -1 for none. */
    public final int id;

    /** Name in topic configurations. */
    public final String name;

    TimestampType(int id, String name) {
        this.id = id;
        this.name = name;
    }

    /** The type with this {@link #name}. Throws {@code NoSuchElementException} if there is none. */
    public static TimestampType forName(String name) {
        for (TimestampType type : values()) {
            if (type.name.equals(name)) {
                return type;
            }
        }
        throw new NoSuchElementException("No timestamp type is named '" + name + "'; there are " + List.of(values()));
    }

    @Override
    public String toString() {
        return name;
    }
}
