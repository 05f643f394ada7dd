package io.millrace.interactive.http;

import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;

/**
 * Closes connections whose client sends a request so slowly that it never ends, a byte now and then: in each period a connection has to bring a whole request, unless one is being answered. The idle
 * timeout does not see them, since something moves. Safe from any thread.
 */
final class SlowRequests implements Connection.Listener {

    private final Timers timers;
    private final long periodMs;

    SlowRequests(Timers timers, long periodMs) {
        this.timers = timers;
        this.periodMs = periodMs;
    }

    @Override
    public void onOpened(Connection connection) {
        check(connection, connection.getMessagesIn());
    }

    private void check(Connection connection, long requestsBefore) {
        timers.after(periodMs, () -> {
            if (!connection.getEndPoint().isOpen()) {
                return;
            }
            long requests = connection.getMessagesIn();
            if (requests == requestsBefore && requests == connection.getMessagesOut()) {
                connection
                        .getEndPoint()
                        .close(new TimeoutException("The client did not finish a request within " + periodMs + " ms"));
            } else {
                check(connection, requests);
            }
        });
    }
}
