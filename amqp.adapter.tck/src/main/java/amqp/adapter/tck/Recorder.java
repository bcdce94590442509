// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.tck;

import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.Transport;
import amqp.adapter.spi.TransportException;
import amqp.adapter.spi.TransportHandler;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A handler that sends given bytes, records what it receives, and notices each rule that a call breaks: calls that
 * overlap, or come at the wrong time or on the wrong thread. {@link AdapterUnderTest#close} reports what it noticed.
 */
public class Recorder implements TransportHandler {
    private static final int LEAST_ROOM = 16384;

    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final AtomicInteger calls = new AtomicInteger();
    private final Queue<String> broken = new ConcurrentLinkedQueue<>();
    private final AtomicInteger closedCalls = new AtomicInteger();
    final AtomicInteger timeouts = new AtomicInteger();
    final AtomicLong taken = new AtomicLong();
    volatile long timeoutDelayNanos = Long.MAX_VALUE;
    volatile int mostATransmit = Integer.MAX_VALUE;
    private volatile @Nullable Transport transport;
    private volatile @Nullable Throwable cause;
    private byte[] outbound = new byte[0];
    private int sent;

    /** Creates a handler that has recorded nothing. */
    public Recorder() {}

    // For tests, on any thread.

    /** Returns the transport; not before {@link #awaitConnected}. */
    public final Transport transport() {
        return transport;
    }

    /** Adds bytes to send, without flushing. */
    public final synchronized void give(byte[] octets) {
        byte[] all = new byte[outbound.length - sent + octets.length];
        System.arraycopy(outbound, sent, all, 0, outbound.length - sent);
        System.arraycopy(octets, 0, all, outbound.length - sent, octets.length);
        outbound = all;
        sent = 0;
    }

    /** Adds bytes to send and flushes. */
    public final void send(byte[] octets) {
        give(octets);
        transport.flush();
    }

    /** Schedules a task at the transport, which must not overlap a call either. */
    public final Cancellable schedule(Duration delay, Runnable task) {
        return transport.schedule(delay, () -> {
            enter("a task");
            try {
                task.run();
            } finally {
                calls.decrementAndGet();
            }
        });
    }

    /** Returns all bytes received so far. */
    public final synchronized byte[] received() {
        return received.toByteArray();
    }

    final synchronized int receivedCount() {
        return received.size();
    }

    /** How often {@code closed} was called. */
    final int closedCalls() {
        return closedCalls.get();
    }

    /** Waits for the condition; if it does not become true, the error names the rule. */
    public final void await(Rule rule, BooleanSupplier condition, String what) {
        rule.eventually(condition, () -> what + "; closed with " + cause + ", received " + receivedCount() + " octets");
    }

    /** Waits for {@code connected}. */
    public final Transport awaitConnected() {
        return awaitConnected(Rule.CONNECTED_FIRST);
    }

    final Transport awaitConnected(Rule rule) {
        await(rule, () -> transport != null || cause != null, "no call of connected");
        rule.check(transport != null, () -> "closed with " + cause);
        return transport;
    }

    /** Waits for {@code closed} and returns its cause. */
    public final Throwable awaitClosed() {
        await(Rule.CLOSED_ONCE_AND_LAST, () -> closedCalls.get() > 0, "no call of closed");
        Rule.CLOSED_ONCE_AND_LAST.check(cause != null, () -> "closed was called without a cause");
        return cause;
    }

    /** Waits for {@code closed} with a {@link TransportException}. */
    final TransportException awaitFailure(Rule rule) {
        await(rule, () -> closedCalls.get() > 0, "no call of closed");
        Throwable why = awaitClosed();
        rule.check(why instanceof TransportException, () -> "closed with " + why);
        return (TransportException) why;
    }

    /** Waits for {@code closed} with a {@link TransportException} and without {@code connected}. */
    final TransportException awaitRefusal(Rule rule, String whom) {
        await(rule, () -> transport != null || closedCalls.get() > 0, whom + ": neither connected nor closed");
        rule.check(transport == null, () -> whom + ": connected");
        return awaitFailure(rule);
    }

    /** Throws an error for the first rule that a call broke. */
    final void judge() {
        String first = broken.peek();
        if (first != null) {
            throw new AssertionError(first);
        }
    }

    final void check(Rule rule, boolean holds, Supplier<String> found) {
        if (!holds && broken.size() < 10) {
            broken.add(rule.message(found.get()));
        }
    }

    // For subclasses that fail or answer.

    /** Called within {@code connected}. */
    protected void onConnected() {}

    /** Called within {@code received}. */
    protected void onReceived(byte[] octets) {}

    /** Called within {@code transmit}. */
    protected void onTransmit() {}

    // The adapter's calls.

    @Override
    public final void connected(Transport connected) {
        check(Rule.CONNECTED_FIRST, transport == null, () -> "connected was called again");
        transport = connected;
        enter("connected");
        try {
            onConnected();
        } finally {
            calls.decrementAndGet();
        }
    }

    @Override
    public final void received(ByteBuffer source) {
        enter("received");
        try {
            byte[] octets = new byte[source.remaining()];
            source.get(octets);
            synchronized (this) {
                received.writeBytes(octets);
            }
            onReceived(octets);
        } finally {
            calls.decrementAndGet();
        }
    }

    @Override
    public final void transmit(ByteBuffer target) {
        enter("transmit");
        try {
            int room = target.remaining();
            check(Rule.ROOM_TO_TRANSMIT, room >= LEAST_ROOM, () -> "room for " + room + " octets");
            onTransmit();
            put(target);
        } finally {
            calls.decrementAndGet();
        }
    }

    private synchronized void put(ByteBuffer target) {
        int count = Math.min(Math.min(target.remaining(), mostATransmit), outbound.length - sent);
        target.put(outbound, sent, count);
        sent += count;
        taken.addAndGet(count);
    }

    @Override
    public final long nanosUntilTimeout() {
        enter("nanosUntilTimeout");
        calls.decrementAndGet();
        return timeoutDelayNanos;
    }

    @Override
    public final void timeout() {
        enter("timeout");
        timeouts.incrementAndGet();
        calls.decrementAndGet();
    }

    @Override
    public final void closed(Throwable why) {
        cause = why;
        int before = calls.get();
        check(Rule.CALLS_NEVER_OVERLAP, before == 0, () -> "closed was called during another call");
        int times = closedCalls.incrementAndGet();
        check(Rule.CLOSED_ONCE_AND_LAST, times == 1, () -> "closed was called " + times + " times");
    }

    private void enter(String call) {
        int now = calls.incrementAndGet();
        check(Rule.CALLS_NEVER_OVERLAP, now == 1, () -> call + " was called during another call");
        check(Rule.CLOSED_ONCE_AND_LAST, closedCalls.get() == 0, () -> call + " was called after closed");
        Transport mine = transport;
        check(Rule.CONNECTED_FIRST, mine != null, () -> call + " was called before connected");
        check(Rule.ON_IO_THREAD, mine == null || mine.onIoThread(), () -> "onIoThread is false within " + call);
    }
}
