package io.millrace.parity.program;

/**
 * What a step makes.
 *
 * @param windowMs size of the windows in its keys; 0 if they are not windowed, or are sessions
 */
public record Shape(Kind kind, Type key, Type value, long windowMs) {

    /** What comes of a step without a result. */
    public static final Shape NOTHING = new Shape(Kind.NOTHING, Type.STRING, Type.STRING, 0);

    /** Which operators can follow. */
    public enum Kind {
        STREAM,
        TABLE,
        GLOBAL_TABLE,
        BRANCHES,
        GROUPED_STREAM,
        GROUPED_TABLE,
        NOTHING
    }

    /** Types of keys and values; a windowed key is a string in a window. */
    public enum Type {
        STRING,
        LONG,
        WINDOWED,
        SESSION
    }

    public static Shape of(Kind kind, Type key, Type value) {
        return new Shape(kind, key, value, 0);
    }

    public Shape withKind(Kind other) {
        return new Shape(other, key, value, windowMs);
    }

    public Shape withValue(Type other) {
        return new Shape(kind, key, other, windowMs);
    }

    public Shape withStringKey() {
        return new Shape(kind, Type.STRING, value, 0);
    }

    public boolean hasStringKey() {
        return key == Type.STRING;
    }

    @Override
    public String toString() {
        return kind + "<" + key + "," + value + ">" + (windowMs == 0 ? "" : " of " + windowMs);
    }
}
