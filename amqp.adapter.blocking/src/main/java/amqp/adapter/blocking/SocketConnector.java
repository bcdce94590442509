// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.blocking;

import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.TransportException;
import amqp.adapter.spi.toolkit.AdapterThreads;
import amqp.adapter.spi.toolkit.SocketSetter;
import amqp.adapter.spi.toolkit.TimerQueue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Connects one socket; {@link #abandon}, from any thread, ends every wait in it. */
final class SocketConnector {
    private final Endpoint endpoint;
    private final AdapterThreads threads;
    private final FutureTask<List<InetAddress>> resolving;
    private volatile Socket socket = new Socket();
    private volatile boolean abandoned;

    /** @param threads makes the one that waits for the name service */
    SocketConnector(Endpoint endpoint, AdapterThreads threads) {
        this.endpoint = endpoint;
        this.threads = threads;
        this.resolving = new FutureTask<>(endpoint::resolve);
    }

    /** Tries one address after the other, each with its share of the time that is left. */
    Socket connect() throws IOException {
        long deadline = TimerQueue.deadline(System.nanoTime(), endpoint.connectTimeout());
        List<InetAddress> addresses = addresses();
        IOException failure = null;
        for (int i = 0; i < addresses.size() && !abandoned; i++) {
            long share = (deadline - System.nanoTime()) / (addresses.size() - i);
            try {
                return attempt(addresses.get(i), share);
            } catch (IOException refused) {
                if (failure != null) {
                    refused.addSuppressed(failure);
                }
                failure = refused;
                closeQuietly(socket);
            }
        }
        throw failure == null ? TransportException.closedBy(endpoint) : failure;
    }

    void abandon() {
        abandoned = true;
        resolving.cancel(false);
        closeQuietly(socket);
    }

    /** The name service can't be interrupted: a thread waits for it, so that this one need not. */
    private List<InetAddress> addresses() throws IOException {
        if (endpoint.isAddressLiteral()) {
            resolving.run();
        } else {
            threads.newThread(resolving).start();
        }
        while (true) {
            try {
                return resolving.get();
            } catch (InterruptedException stray) {
                // Nobody has a reason to interrupt this thread; waiting ends by abandon().
            } catch (CancellationException abandonedMeanwhile) {
                throw TransportException.closedBy(endpoint);
            } catch (ExecutionException failure) {
                throw TransportException.connectFailed(endpoint, failure.getCause());
            }
        }
    }

    private Socket attempt(InetAddress address, long nanos) throws IOException {
        Socket fresh = new Socket();
        socket = fresh;
        if (abandoned) {
            fresh.close();
        }
        SocketSetter.apply(endpoint.socket(), fresh::setOption);
        long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos));
        fresh.connect(new InetSocketAddress(address, endpoint.port()), (int) Math.min(millis, Integer.MAX_VALUE));
        return fresh;
    }

    static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException failure) {
            // It was to be gone, and now it is, one way or the other.
        }
    }
}
