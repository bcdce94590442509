// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One client and its connection to the broker: octets are copied as they come, by a thread for each direction, and told to
 * the queue before they go on, so that a reply is never told before its request. Any threads may close it.
 */
final class Relay implements Runnable {
    private static final int BUFFER = 1 << 16;

    private final int number;
    private final Socket client;
    private final ClientTls clientTls;
    private final BrokerAddress broker;
    private final RecordQueue queue;
    private final TraceClock clock;

    /** All sockets in use. */
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** How it ended: what came first. */
    private final AtomicReference<String> end = new AtomicReference<>();

    private final CountDownLatch told = new CountDownLatch(1);

    Relay(int number, Socket client, ClientTls clientTls, BrokerAddress broker, RecordQueue queue, TraceClock clock) {
        this.number = number;
        this.client = client;
        this.clientTls = clientTls;
        this.broker = broker;
        this.queue = queue;
        this.clock = clock;
        open.add(client);
    }

    /** Returns when both sides are closed. */
    @Override
    public void run() {
        try {
            tell(
                    TraceRecord.Kind.OPENED,
                    "by " + client.getRemoteSocketAddress().toString().replaceFirst("^/", ""));
            try {
                client.setTcpNoDelay(true);
                copyBothWays(secured(), broker.connect(this::opened));
            } catch (IOException failure) {
                end.compareAndSet(null, failure.getMessage());
                resetClient();
            } finally {
                close();
            }
            tell(TraceRecord.Kind.CLOSED, end.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            told.countDown();
        }
    }

    private void opened(Socket socket) {
        open.add(socket);
        if (end.get() != null) {
            Side.close(socket);
        }
    }

    private Side secured() throws IOException {
        try {
            return clientTls.secure(client);
        } catch (IOException failure) {
            throw new IOException("TLS with the client failed: " + failure.getMessage(), failure);
        }
    }

    private void copyBothWays(Side clientSide, Side brokerSide) {
        Worker other = Worker.start(
                Thread.currentThread().getName() + "-" + Direction.TO_CLIENT,
                () -> copy(Direction.TO_CLIENT, brokerSide, clientSide));
        copy(Direction.TO_BROKER, clientSide, brokerSide);
        other.awaitEnd();
    }

    /** Until the sender ends its stream, which is passed on, or either side fails, which ends both. */
    private void copy(Direction direction, Side from, Side to) {
        byte[] buffer = new byte[BUFFER];
        try {
            while (true) {
                int count = from.socket().getInputStream().read(buffer);
                if (count < 0) {
                    end.compareAndSet(null, "by the " + direction.sender());
                    to.socket().shutdownOutput();
                    return;
                }
                queue.put(TraceRecord.octets(number, direction, clock.nanos(), Arrays.copyOf(buffer, count)));
                to.socket().getOutputStream().write(buffer, 0, count);
            }
        } catch (IOException failure) {
            end.compareAndSet(null, "lost from the " + direction.sender() + " on: " + failure.getMessage());
            close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
        }
    }

    private void tell(TraceRecord.Kind kind, String text) throws InterruptedException {
        queue.put(TraceRecord.of(kind, number, clock.nanos(), text));
    }

    /** A client hears of a broker that cannot be reached as of a connection that is refused. */
    private void resetClient() {
        try {
            client.setSoLinger(true, 0);
        } catch (IOException gone) {
            // It knows.
        }
    }

    /** Waits until all that passed is told. */
    void awaitEnd(Duration longest) {
        try {
            told.await(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it now. */
    void close() {
        end.compareAndSet(null, "by the end of the trace");
        open.forEach(Side::close);
    }
}
