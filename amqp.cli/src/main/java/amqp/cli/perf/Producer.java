// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf;

import amqp.cli.message.MessageArguments;
import amqp.cli.perf.client.LoadChannel;
import amqp.cli.perf.client.LoadChannel.Outcome;
import amqp.cli.perf.stats.Stats;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Publishes on one channel, on a thread of its own. */
final class Producer implements LoadChannel.Outcomes {
    private static final long LOOK_NANOS = 100_000_000;

    private final LoadChannel channel;
    private final LoadChannel.Route route;
    private final ProducerPlan plan;
    private final Stamp stamp;
    private final Stats stats;
    private final List<byte[]> bodies;
    private final Unconfirmed unconfirmed;
    private volatile boolean stopped;
    private volatile boolean done;

    Producer(LoadChannel channel, LoadChannel.Route route, ProducerPlan plan, Stamp stamp, Stats stats) {
        this.channel = channel;
        this.route = route;
        this.plan = plan;
        this.stamp = stamp;
        this.stats = stats;
        this.bodies = plan.sizes().stream().map(MessageArguments::ofSize).toList();
        this.unconfirmed = new Unconfirmed(plan.unconfirmed());
        channel.preparePublishing(plan.isConfirming(), this);
    }

    /** Returns when all messages are out and confirmed, or when it is stopped. */
    void run(long startNanos) {
        Pace pace = new Pace(plan.rates(), startNanos);
        for (long number = 0; number < plan.messages() && !stopped; number++) {
            long due = pace.next(System.nanoTime());
            awaitTime(due);
            publish((int) number, due);
        }
        while (!stopped && plan.isConfirming() && !unconfirmed.awaitAll()) {
            // Until the broker has spoken, or nobody waits for it any more.
        }
        done = true;
    }

    boolean isDone() {
        return done;
    }

    void stop() {
        stopped = true;
    }

    private void awaitTime(long due) {
        for (long left = due - System.nanoTime(); left > 0 && !stopped; left = due - System.nanoTime()) {
            LockSupport.parkNanos(this, Math.min(left, LOOK_NANOS));
        }
    }

    private void publish(int number, long due) {
        byte[] body = bodies.get(Math.floorMod(number, bodies.size()));
        while (!stopped) {
            if (plan.isConfirming() && !unconfirmed.awaitRoom()) {
                continue;
            }
            stamp.write(body, number, System.nanoTime() - due);
            if (channel.publish(route, body, due)) {
                unconfirmed.sent();
                stats.sent();
                return;
            }
        }
    }

    @Override
    public void settled(Outcome outcome, long sentNanos) {
        switch (outcome) {
            case CONFIRMED -> stats.confirmedAfter(System.nanoTime() - sentNanos);
            case NACKED -> stats.nacked();
            case UNKNOWN -> stats.unknown();
        }
        unconfirmed.settled();
    }

    @Override
    public void returned() {
        stats.returned();
    }
}
