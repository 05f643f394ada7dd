package io.millrace.interactive.http;

import io.millrace.interactive.problem.Problem;
import io.millrace.interactive.problem.ProblemType;
import io.millrace.interactive.routing.Route;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may come in: by the host that was asked for, and by token. Immutable. */
final class Gate {

    private static final String SCHEME = "bearer ";

    private final byte @Nullable [] token;
    private final @Nullable Set<String> hosts;

    /**
     * @param token null if everybody may ask
     * @param hosts names, in lower case, that a request may have in its {@code Host}; null if any may. Guards a server on the loopback address against web pages
     *     whose name was made to point there.
     */
    Gate(@Nullable String token, @Nullable Set<String> hosts) {
        this.token = token == null ? null : token.getBytes(StandardCharsets.UTF_8);
        this.hosts = hosts == null ? null : Set.copyOf(hosts);
    }

    void requireHost(@Nullable String host) {
        if (hosts != null && host != null && !hosts.contains(host.toLowerCase(Locale.ROOT))) {
            throw Problem.of(
                            ProblemType.MISDIRECTED,
                            "This server listens on the loopback address and does not answer for this host name; ask it"
                                    + " as localhost, or let the application allow the name with allowHost(...)")
                    .toException();
        }
    }

    /** Compares in time that does not depend on where the difference is. */
    void requireToken(Route.Access access, @Nullable String authorization) {
        if (token == null || access == Route.Access.OPEN) {
            return;
        }
        boolean hasScheme =
                authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME);
        byte[] given = authorization != null && hasScheme
                ? authorization.substring(SCHEME.length()).trim().getBytes(StandardCharsets.UTF_8)
                : new byte[0];
        if (!MessageDigest.isEqual(token, given)) {
            throw Problem.of(
                            ProblemType.UNAUTHORIZED,
                            hasScheme
                                    ? "The token is not the right one"
                                    : "The request must have the header 'Authorization: Bearer TOKEN'")
                    .withHeader(
                            "WWW-Authenticate",
                            hasScheme
                                    ? "Bearer realm=\"millrace\", error=\"invalid_token\""
                                    : "Bearer realm=\"millrace\"")
                    .toException();
        }
    }
}
