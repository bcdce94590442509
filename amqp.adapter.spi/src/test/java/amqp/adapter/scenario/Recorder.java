// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.scenario;

import amqp.adapter.spi.Transport;
import amqp.adapter.spi.TransportHandler;
import amqp.testkit.Await;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** A handler that sends what it is given, keeps what it hears, and notices calls that overlap or come after the end. */
public class Recorder implements TransportHandler {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final AtomicInteger calls = new AtomicInteger();
    final AtomicInteger violations = new AtomicInteger();
    final AtomicInteger closedCalls = new AtomicInteger();
    final AtomicInteger timeouts = new AtomicInteger();
    final AtomicLong taken = new AtomicLong();
    volatile long timeoutDelayNanos = Long.MAX_VALUE;
    volatile int mostATransmit = Integer.MAX_VALUE;
    volatile Transport transport;
    volatile Throwable cause;
    private byte[] outbound = new byte[0];
    private int sent;

    /** Adds octets to send, without flushing. */
    public final synchronized void give(byte[] octets) {
        byte[] all = new byte[outbound.length - sent + octets.length];
        System.arraycopy(outbound, sent, all, 0, outbound.length - sent);
        System.arraycopy(octets, 0, all, outbound.length - sent, octets.length);
        outbound = all;
        sent = 0;
    }

    final void send(byte[] octets) {
        give(octets);
        transport.flush();
    }

    public final synchronized byte[] received() {
        return received.toByteArray();
    }

    final synchronized int receivedCount() {
        return received.size();
    }

    public final void await(BooleanSupplier condition, String what) {
        Await.until(PATIENCE, condition, () -> what + "; cause " + cause + ", received " + receivedCount() + " octets");
    }

    public final Transport awaitConnected() {
        await(() -> transport != null || cause != null, "connected");
        if (transport == null) {
            throw new AssertionError("Never connected", cause);
        }
        return transport;
    }

    public final Throwable awaitClosed() {
        await(() -> cause != null, "closed");
        return cause;
    }

    /** For subclasses that fail or answer. */
    protected void onConnected() {}

    protected void onReceived(byte[] octets) {}

    protected void onTransmit() {}

    protected void onTimeout() {}

    @Override
    public final void connected(Transport connected) {
        transport = connected;
        enter();
        onConnected();
        calls.decrementAndGet();
    }

    @Override
    public final void received(ByteBuffer source) {
        enter();
        byte[] octets = new byte[source.remaining()];
        source.get(octets);
        synchronized (this) {
            received.writeBytes(octets);
        }
        try {
            onReceived(octets);
        } finally {
            calls.decrementAndGet();
        }
    }

    @Override
    public final void transmit(ByteBuffer target) {
        enter();
        if (transport == null || !transport.onIoThread() || target.remaining() < 16384) {
            violations.incrementAndGet();
        }
        onTransmit();
        synchronized (this) {
            int count = Math.min(Math.min(target.remaining(), mostATransmit), outbound.length - sent);
            target.put(outbound, sent, count);
            sent += count;
            taken.addAndGet(count);
        }
        calls.decrementAndGet();
    }

    @Override
    public final long nanosUntilTimeout() {
        enter();
        calls.decrementAndGet();
        return timeoutDelayNanos;
    }

    @Override
    public final void timeout() {
        enter();
        timeouts.incrementAndGet();
        onTimeout();
        calls.decrementAndGet();
    }

    @Override
    public final void closed(Throwable why) {
        if (closedCalls.incrementAndGet() != 1 || calls.get() != 0) {
            violations.incrementAndGet();
        }
        cause = why;
    }

    private void enter() {
        if (calls.incrementAndGet() != 1 || closedCalls.get() > 0 || transport == null) {
            violations.incrementAndGet();
        }
    }
}
