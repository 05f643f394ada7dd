package io.millrace.dsl;

import io.millrace.errors.TopologyException;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A name for an operation, in place of a generated one. Names consist of ASCII letters, digits, '.', '_' and '-', and have at most 249 characters, since names
 * of topics and stores are made of them. Immutable.
 */
public class Named implements NamedOperation<Named> {

    private static final int MAX_LENGTH = 249;
    private static final Pattern VALID = Pattern.compile("[a-zA-Z0-9._-]+");

    /** The name, or null for a generated one. */
    protected @Nullable String name;

    /** A copy. */
    protected Named(Named named) {
        this(Objects.requireNonNull(named, "named cannot be null").name);
    }

    /** A name; null for a generated one. */
    protected Named(@Nullable String name) {
        if (name != null) {
            validate(name);
        }
        this.name = name;
    }

    /**
     * A name.
     *
     * @throws TopologyException if it is not a legal name
     */
    public static Named as(String name) {
        return new Named(Objects.requireNonNull(name, "name cannot be null"));
    }

    /** The name that the caller of an operation gave, or null for a generated one. */
    static @Nullable String given(Named named) {
        return Objects.requireNonNull(named, "named cannot be null").name;
    }

    static Named generated() {
        return new Named((String) null);
    }

    @Override
    public Named withName(String name) {
        return new Named(Objects.requireNonNull(name, "name cannot be null"));
    }

    /** Fails if a name is not legal. */
    protected static void validate(String name) {
        if (name.isEmpty()) {
            throw new TopologyException("A name is empty: names of topics and stores are made of it");
        }
        if (name.equals(".") || name.equals("..")) {
            throw new TopologyException(
                    "The names \".\" and \"..\" are not allowed: names of topics and directories are made of them");
        }
        if (name.length() > MAX_LENGTH) {
            throw new TopologyException("A name takes at most " + MAX_LENGTH + " characters, but this one has "
                    + name.length() + ": " + name);
        }
        if (!VALID.matcher(name).matches()) {
            throw new TopologyException(
                    "Name '" + name
                            + "' has a character that names of topics may not have: it takes ASCII letters, digits, '.', '_' and '-'");
        }
    }
}
