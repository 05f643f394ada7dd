package io.millrace.interactive.http;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.SelectorManager.AcceptListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Channels that were accepted and are not closed. The HTTP library closes what it has registered when it stops, but may forget a channel that is accepted just then, whose
 * client would wait for nothing. Safe from any thread.
 */
final class OpenChannels implements AcceptListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OpenChannels.class);

    private final Set<SelectableChannel> open = ConcurrentHashMap.newKeySet();
    private volatile boolean isClosed;

    @Override
    public void onAccepting(SelectableChannel channel) {
        open.add(channel);
        if (isClosed) {
            // The thread that accepts may come here after the library says that it has stopped.
            close(channel);
        }
    }

    @Override
    public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
        open.remove(channel);
    }

    @Override
    public void onClosed(SelectableChannel channel) {
        open.remove(channel);
    }

    /** Closes what is left, and what still comes; to be called after the library has stopped. */
    @Override
    public void close() {
        isClosed = true;
        List.copyOf(open).forEach(this::close);
    }

    private void close(SelectableChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warn("Connection {} was not closed cleanly: {}", channel, e.toString());
        }
        open.remove(channel);
    }
}
