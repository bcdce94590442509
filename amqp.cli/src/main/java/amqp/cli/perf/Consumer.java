// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf;

import amqp.cli.perf.client.LoadChannel;
import amqp.cli.perf.client.LoadChannel.Acknowledgement;
import amqp.cli.perf.client.LoadEvents;
import amqp.cli.perf.stats.Stats;
import amqp.cli.terminal.CommandFailedException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** Receives on one channel. Messages beyond the number wanted are left without acknowledgement. */
final class Consumer implements LoadChannel.Deliveries {
    private static final long LOOK_NANOS = 100_000_000;

    private final LoadChannel channel;
    private final String queue;
    private final ConsumerPlan plan;
    private final Stamp stamp;
    private final Stats stats;
    private final LoadEvents events;
    private final Runnable finished;
    private final long gapNanos;

    /** Of the last message received, unless it is acknowledged; whoever takes it does so. */
    private final AtomicReference<Acknowledgement> unacknowledged = new AtomicReference<>();

    private volatile boolean stopped;
    private volatile boolean done;

    // Of the callbacks, which come one at a time.
    private long received;
    private long nextNanos = System.nanoTime();

    /** @param finished run when as many messages have come as are wanted */
    Consumer(
            LoadChannel channel,
            String queue,
            ConsumerPlan plan,
            Stamp stamp,
            Stats stats,
            LoadEvents events,
            Runnable finished) {
        this.channel = channel;
        this.queue = queue;
        this.plan = plan;
        this.stamp = stamp;
        this.stats = stats;
        this.events = events;
        this.finished = finished;
        this.gapNanos = (long) (1e9 / plan.perSecond());
    }

    void start() {
        channel.consume(queue, plan.prefetch(), plan.autoAck(), plan.arguments(), this);
    }

    /** Acknowledges what was received; messages that come later are left alone. */
    void stop() {
        stopped = true;
        acknowledge(true);
    }

    boolean isDone() {
        return done;
    }

    @Override
    public void delivered(byte[] body, Acknowledgement acknowledgement) {
        long age = stamp.age(body);
        awaitTurn();
        if (stopped || received == plan.messages()) {
            return;
        }
        received++;
        stats.received();
        if (age >= 0) {
            stats.consumedAfter(age);
        }
        if (!plan.autoAck()) {
            unacknowledged.set(acknowledgement);
            if (received % plan.ackEvery() == 0 || received == plan.messages()) {
                acknowledge(plan.ackEvery() > 1);
            }
        }
        if (received == plan.messages()) {
            done = true;
            finished.run();
        }
    }

    private void acknowledge(boolean multiple) {
        Acknowledgement last = unacknowledged.getAndSet(null);
        if (last != null) {
            last.ack(multiple);
        }
    }

    /** Unlike a producer, a consumer does not make up for time without messages. */
    private void awaitTurn() {
        if (gapNanos == 0) {
            return;
        }
        long left = nextNanos - System.nanoTime();
        nextNanos = left > 0 ? nextNanos + gapNanos : System.nanoTime() + gapNanos;
        for (long due = nextNanos - gapNanos; left > 0 && !stopped; left = due - System.nanoTime()) {
            LockSupport.parkNanos(this, Math.min(left, LOOK_NANOS));
        }
    }

    @Override
    public void cancelled() {
        if (!stopped) {
            events.failed(new CommandFailedException(
                    "the broker ended the consumer of queue \"" + queue + "\"; was its queue deleted?"));
        }
    }
}
