// SPDX-License-Identifier: MPL-2.0
package amqp.memory;

import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.Transport;
import amqp.adapter.spi.TransportException;
import amqp.adapter.spi.TransportHandler;
import amqp.testkit.scripted.ScriptedBroker;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** One connection to a {@link ScriptedBroker}. The broker and all fields belong to the adapter's I/O thread. */
public final class MemoryTransport implements Transport {
    private static final int READ_AT_ONCE = 4096;

    private final MemoryAdapter adapter;
    private final Endpoint endpoint;
    private final TransportHandler handler;
    private final AtomicBoolean flushing = new AtomicBoolean();
    private final ByteBuffer target = ByteBuffer.allocate(16384);
    private ScriptedBroker broker;
    private Cancellable timer = () -> {};
    private boolean pumping;
    private boolean ended;
    private volatile boolean stuck;
    private volatile boolean paused;
    private volatile int pauses;

    MemoryTransport(MemoryAdapter adapter, Endpoint endpoint, TransportHandler handler) {
        this.adapter = adapter;
        this.endpoint = endpoint;
        this.handler = handler;
    }

    // ---- for tests ----

    public Endpoint endpoint() {
        return endpoint;
    }

    /** The broker takes no octets any more, or takes them again. */
    public void stuck(boolean on) {
        adapter.io(() -> stuck = on);
    }

    public boolean isPaused() {
        return paused;
    }

    /** How often reading was paused. */
    public int pauses() {
        return pauses;
    }

    public boolean isEnded() {
        return adapter.io(() -> ended);
    }

    /** The connection breaks. */
    public void breaks(Throwable cause) {
        adapter.io(() -> end(cause));
    }

    // ---- on the I/O thread ----

    void connected(ScriptedBroker found) {
        if (ended) {
            return;
        }
        broker = found;
        guarded(() -> handler.connected(this));
    }

    void end(Throwable cause) {
        if (!ended) {
            ended = true;
            timer.cancel();
            handler.closed(cause);
        }
    }

    /** Moves octets until nothing moves, then sets the timer. */
    void pump() {
        if (broker == null || ended || pumping) {
            return;
        }
        pumping = true;
        try {
            guarded(() -> {
                while (!ended && (transmit() | receive())) {
                    // until neither moves anything
                }
            });
        } finally {
            pumping = false;
        }
    }

    private boolean transmit() {
        boolean moved = false;
        while (!stuck && !ended) {
            target.clear();
            handler.transmit(target);
            if (target.flip().remaining() == 0) {
                break;
            }
            broker.receive(target);
            moved = true;
        }
        return moved;
    }

    private boolean receive() {
        if (paused || ended) {
            return false;
        }
        if (broker.pending() == 0) {
            if (broker.closed()) {
                end(TransportException.endedBy(endpoint));
            }
            return false;
        }
        handler.received(broker.take(READ_AT_ONCE));
        return true;
    }

    private void guarded(Runnable entry) {
        try {
            entry.run();
        } catch (RuntimeException | Error e) {
            end(e);
        }
        if (!pumping) {
            pump();
        }
        setTimer();
    }

    private void setTimer() {
        timer.cancel();
        if (ended || adapter.isClosed()) {
            return;
        }
        long nanos = handler.nanosUntilTimeout();
        if (nanos != Long.MAX_VALUE) {
            timer = adapter.schedule(Duration.ofNanos(Math.max(0, nanos)), () -> {
                if (!ended) {
                    guarded(handler::timeout);
                }
            });
        }
    }

    // ---- Transport ----

    @Override
    public void flush() {
        if (flushing.compareAndSet(false, true)) {
            execute(() -> {
                flushing.set(false);
                pump();
            });
        }
    }

    @Override
    public void pauseReading() {
        paused = true;
        pauses++;
    }

    @Override
    public void resumeReading() {
        paused = false;
        flush();
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        return adapter.isClosed()
                ? () -> {}
                : adapter.schedule(delay, () -> {
                    if (!ended) {
                        guarded(task);
                    }
                });
    }

    @Override
    public boolean onIoThread() {
        return adapter.onIoThread();
    }

    @Override
    public void close() {
        execute(() -> {
            pump();
            end(TransportException.closedBy(endpoint));
        });
    }

    private void execute(Runnable task) {
        try {
            adapter.execute(task);
        } catch (RejectedExecutionException afterTheAdapterWasClosed) {
            // it has ended, or is about to
        }
    }
}
