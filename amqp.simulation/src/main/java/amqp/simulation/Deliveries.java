// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

import amqp.client.Delivery;
import amqp.connection.ClosedException;
import amqp.connection.DeliveryTagException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What came to the consumers of one channel, and how it is acknowledged: at once or later, alone or with others. */
final class Deliveries {
    private final ChannelUser user;
    private final Application application;
    private final World world;
    private final boolean onIoThread;
    private final List<Delivery> held = new ArrayList<>();
    private long lastStamp;

    Deliveries(ChannelUser user, boolean onIoThread) {
        this.user = user;
        this.application = user.application();
        this.world = application.world();
        this.onIoThread = onIoThread;
    }

    void delivered(Consumption consumption, Delivery delivery) {
        long stamp = Long.parseLong(delivery.properties().appId());
        world.trace("%s got %s as %d, stamp %d", consumption, id(delivery), delivery.deliveryTag(), stamp);
        if (stamp <= lastStamp) {
            world.violated(
                    Invariant.DELIVERY_ORDER,
                    consumption + " got the delivery " + stamp + " after " + lastStamp + " of this channel");
        }
        lastStamp = stamp;
        application.stamps().add(stamp);
        if (!consumption.noAck()) {
            held.add(delivery);
            settleSoon();
        }
    }

    private void settleSoon() {
        if (world.oneIn(4)) {
            settleAtOnce();
        } else if (onIoThread && world.oneIn(2)) {
            settleHeld();
        } else if (!world.oneIn(6)) {
            world.after(world.upTo(Duration.ofMillis(world.oneIn(5) ? 2000 : 20)), "acknowledge", this::settleHeld);
        }
    }

    /** As it was handed out just now, it can be acknowledged. */
    private void settleAtOnce() {
        Delivery delivery = held.remove(held.size() - 1);
        if (!delivery.isStale()) {
            delivery.ack();
            dealtWith(delivery);
        } else if (delivery.channel().isOpen()) {
            world.violated(Invariant.NOTHING_STALE, user + " got " + id(delivery) + " too late");
        } else {
            tooLate("its end is told next");
        }
    }

    /** The first that is held, or all up to any. */
    void settleHeld() {
        if (held.isEmpty()) {
            return;
        }
        int last = world.random().nextInt(held.size());
        if (last > 0 && !user.isFetching() && world.oneIn(2)) {
            List<Delivery> settled = List.copyOf(held.subList(0, last + 1));
            held.subList(0, last + 1).clear();
            settling(settled.get(last), () -> {
                settled.get(last).ackMultiple();
                settled.forEach(this::dealtWith);
            });
        } else {
            settle(held.remove(last));
        }
    }

    void settle(Delivery delivery) {
        settling(delivery, () -> {
            if (world.oneIn(10)) {
                boolean requeue = !delivery.redelivered() && world.oneIn(2);
                delivery.nack(requeue);
            } else {
                delivery.ack();
            }
            dealtWith(delivery);
            if (user.isWithoutTransactions() && world.oneIn(10)) {
                settleAgain(delivery);
            }
        });
    }

    private void settleAgain(Delivery delivery) {
        try {
            delivery.ack();
            world.violated(Invariant.ACKNOWLEDGED_BY_APPLICATION, id(delivery) + " could be acknowledged twice");
        } catch (DeliveryTagException | ClosedException e) {
            world.trace("%s: not twice: %s", user, e.getMessage());
        }
    }

    private void dealtWith(Delivery delivery) {
        world.trace("%s: dealt with %s, tag %d", user, id(delivery), delivery.deliveryTag());
        application.dealtWith().add(id(delivery));
    }

    /** What is stale is given all the same: nothing must come of it. */
    private void settling(Delivery delivery, Runnable command) {
        application.guarded("acknowledging on " + user, () -> {
            try {
                if (delivery.isStale()) {
                    delivery.ack();
                    tooLate("the connection was lost");
                } else {
                    command.run();
                }
            } catch (ClosedException e) {
                tooLate(e.getMessage());
            }
        });
    }

    private void tooLate(String why) {
        world.trace("%s: too late to acknowledge: %s", user, why);
    }

    static String id(Delivery delivery) {
        return new String(delivery.body(), StandardCharsets.US_ASCII).trim();
    }
}
