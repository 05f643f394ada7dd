package io.millrace.state;

import io.millrace.config.ConfigException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Host and port at which an instance can be reached: the key {@code application.server}. Immutable. */
public class HostInfo {

    private static final HostInfo UNAVAILABLE = new HostInfo("unavailable", -1);
    private static final Pattern ENDPOINT =
            Pattern.compile("(?:[a-zA-Z][\\w.+-]*://)?(?:\\[([0-9a-zA-Z\\-%._:]+)\\]|([0-9a-zA-Z\\-%._]+)):([0-9]+)");

    private final String host;
    private final int port;

    /** Names a host and a port. */
    public HostInfo(String host, int port) {
        this.host = host;
        this.port = port;
    }

    /**
     * Reads {@code host:port} (IPv6 in brackets, a protocol in front is skipped). Null for null and blank. Throws
     * {@link ConfigException} for anything else.
     */
    public static @Nullable HostInfo buildFromEndpoint(@Nullable String endPoint) {
        if (endPoint == null || endPoint.isBlank()) {
            return null;
        }
        Matcher matcher = ENDPOINT.matcher(endPoint.trim());
        try {
            if (matcher.matches()) {
                String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
                return new HostInfo(String.valueOf(host), Integer.parseInt(matcher.group(3)));
            }
        } catch (NumberFormatException e) {
            throw malformed(endPoint);
        }
        throw malformed(endPoint);
    }

    private static ConfigException malformed(String endPoint) {
        return new ConfigException("'" + endPoint + "' is not an address; the form is host:port");
    }

    /** Stands for a place that is not known now. */
    public static HostInfo unavailable() {
        return UNAVAILABLE;
    }

    /** Name or address of the host. */
    public String host() {
        return host;
    }

    /** The port; -1 if unavailable. */
    public int port() {
        return port;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof HostInfo that && port == that.port && host.equals(that.host);
    }

    @Override
    public int hashCode() {
        return 31 * host.hashCode() + port;
    }

    @Override
    public String toString() {
        return "HostInfo{host='" + host + "', port=" + port + "}";
    }
}
