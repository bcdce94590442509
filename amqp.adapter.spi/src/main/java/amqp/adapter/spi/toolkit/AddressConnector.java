// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi.toolkit;

import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.TransportException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Connects a transport to its peer: resolves the host, then tries one address after the other, each with its share of
 * the time that is left. The transport's own connect timeout covers the whole. Everything but {@link #resolve} belongs
 * to the transport's I/O thread.
 */
public abstract class AddressConnector {
    private final TransportDriver transport;
    private final long deadline;
    private Deque<InetAddress> addresses = new ArrayDeque<>();
    private @Nullable Throwable failure;

    /** For a transport that is about to begin. */
    protected AddressConnector(TransportDriver transport) {
        this.transport = transport;
        this.deadline =
                TimerQueue.deadline(transport.nanoTime(), transport.endpoint().connectTimeout());
    }

    /**
     * Begins an attempt; {@link #refused} has to follow when it fails later, unless it was given up.
     *
     * @param nanos how long it may take; {@link Long#MAX_VALUE} for as long as the transport waits
     * @throws IOException when it fails at once
     */
    protected abstract void attempt(InetSocketAddress address, long nanos) throws IOException;

    /** Gives the attempt up that is under way, if any, and closes its socket. */
    protected abstract void abandon();

    /** Has an entry of the transport run soon on its I/O thread; called on any thread. */
    protected abstract void soon(Runnable entry);

    /** Where the transport is to connect to. */
    protected final Endpoint endpoint() {
        return transport.endpoint();
    }

    /**
     * Begins, on any thread.
     *
     * @param resolving runs the look-up where the name service has to be asked, which waits for it
     */
    public final void resolve(Executor resolving) {
        if (endpoint().isAddressLiteral()) {
            lookUp();
        } else {
            resolving.execute(this::lookUp);
        }
    }

    private void lookUp() {
        Runnable answer;
        try {
            List<InetAddress> found = endpoint().resolve();
            answer = () -> begin(found);
        } catch (TransportException unknown) {
            answer = () -> transport.failed(unknown);
        }
        soon(answer);
    }

    final void begin(List<InetAddress> found) {
        addresses = new ArrayDeque<>(found);
        next();
    }

    /** The present attempt failed, for that reason: the next address has its turn. */
    protected final void refused(Throwable cause) {
        note(cause);
        next();
    }

    /** The present attempt took longer than it may: the next address has its turn. */
    protected final void timedOut() {
        refused(new SocketTimeoutException("no answer from the address"));
    }

    private void next() {
        while (!transport.closed()) {
            InetAddress address = addresses.poll();
            if (address == null) {
                transport.failed(TransportException.connectFailed(endpoint(), failure));
                return;
            }
            try {
                attempt(new InetSocketAddress(address, endpoint().port()), share());
                return;
            } catch (IOException refused) {
                note(refused);
            }
        }
    }

    private long share() {
        return addresses.isEmpty()
                ? Long.MAX_VALUE
                : Math.max(1, (deadline - transport.nanoTime()) / (addresses.size() + 1));
    }

    private void note(Throwable cause) {
        if (failure != null) {
            cause.addSuppressed(failure);
        }
        failure = cause;
        abandon();
    }
}
