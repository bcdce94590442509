// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.simulated;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.Condition;

/** One connection of a {@link SocketBroker}: the threads that carry octets between a socket and a session. */
final class SocketSession {
    private static final int BUFFER = 64 << 10;
    private static final int RESET = 0;

    private final SocketBroker server;
    private final Socket socket;
    private final BrokerSession session;
    private final Condition due;
    private boolean over;

    /** Begins. Under the server's lock. */
    SocketSession(SocketBroker server, Socket socket) {
        this.server = server;
        this.socket = socket;
        this.due = server.lock().newCondition();
        this.session = server.broker().accept(this::wake);
        SocketBroker.newThread("reader-" + session.number(), this::readUntilTheEnd)
                .start();
        SocketBroker.newThread("writer-" + session.number(), this::writeUntilTheEnd)
                .start();
    }

    /** There may be something to send. Under the server's lock. */
    void wake() {
        due.signal();
    }

    /** The connection is over, if it was not before. Under the server's lock. */
    void end(boolean reset) {
        if (over) return;
        over = true;
        server.ended(this);
        session.lost();
        due.signal();
        try {
            if (reset) socket.setSoLinger(true, RESET);
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    private void endLocked() {
        server.lock().lock();
        try {
            end(false);
        } finally {
            server.lock().unlock();
        }
    }

    private void readUntilTheEnd() {
        var octets = new byte[BUFFER];
        try {
            var in = socket.getInputStream();
            for (var count = in.read(octets); count >= 0; count = in.read(octets)) {
                received(ByteBuffer.wrap(octets, 0, count));
            }
        } catch (IOException e) {
            // Cut, by whomever.
        }
        endLocked();
    }

    private void received(ByteBuffer octets) {
        server.lock().lock();
        try {
            if (!over) session.receive(octets);
        } finally {
            server.lock().unlock();
        }
    }

    private void writeUntilTheEnd() {
        var octets = ByteBuffer.allocate(BUFFER);
        try {
            var out = socket.getOutputStream();
            while (takeNext(octets.clear())) out.write(octets.array(), 0, octets.position());
        } catch (IOException e) {
            // Cut, by whomever.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        endLocked();
    }

    /** Waits for something to send; false at the end. */
    private boolean takeNext(ByteBuffer octets) throws InterruptedException {
        server.lock().lock();
        try {
            while (!over && session.pending() == 0 && !session.isFinished()) {
                if (session.isWorkDue() && !server.isWithholding()) session.work();
                else due.await();
            }
            pause();
            if (!over) session.take(octets);
            return octets.position() > 0;
        } finally {
            server.lock().unlock();
        }
    }

    private void pause() throws InterruptedException {
        var end = System.nanoTime() + server.nextDelayNanos();
        for (var left = end - System.nanoTime(); !over && left > 0; left = end - System.nanoTime())
            due.awaitNanos(left);
    }
}
