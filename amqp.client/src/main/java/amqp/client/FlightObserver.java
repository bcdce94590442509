// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.Message;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import amqp.connection.Verdict;
import java.time.Duration;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/** Records what happens on connections as events of the JDK's flight recorder. */
final class FlightObserver implements ClientObserver {
    static final FlightObserver INSTANCE = new FlightObserver();

    // These are never committed, but asked whether their kind is recorded, which makes no object.
    private static final Event CONFIRM = new FlightEvents.ConfirmRoundTrip();
    private static final Event HANDLER = new FlightEvents.SlowHandler();
    private static final Event HELD_UP = new FlightEvents.PublishHeldUp();
    private static final Event LOST = new FlightEvents.ConnectionLost();
    private static final Event RECOVERED = new FlightEvents.ConnectionRecovered();

    private FlightObserver() {}

    static boolean isOn() {
        return FlightRecorder.isInitialized()
                && (CONFIRM.isEnabled()
                        || HANDLER.isEnabled()
                        || HELD_UP.isEnabled()
                        || LOST.isEnabled()
                        || RECOVERED.isEnabled());
    }

    @Override
    public void connectionLost(Connection connection, CloseReason reason) {
        FlightEvents.ConnectionLost event = new FlightEvents.ConnectionLost();
        if (event.shouldCommit()) {
            event.address = connection.address().toString();
            event.reason = reason.toString();
            event.outboundBytes = connection.statistics().outboundBytes();
            event.commit();
        }
    }

    @Override
    public void connectionRecovered(Connection connection, RecoveryReport report) {
        FlightEvents.ConnectionRecovered event = new FlightEvents.ConnectionRecovered();
        if (event.shouldCommit()) {
            event.address = connection.address().toString();
            event.outage = report.outage().toNanos();
            event.rounds = report.rounds();
            event.republished = report.republished();
            event.missing = report.missing().size();
            event.commit();
        }
    }

    @Override
    public void heldUp(Channel channel, Duration time) {
        FlightEvents.PublishHeldUp event = new FlightEvents.PublishHeldUp();
        if (event.shouldCommit()) {
            event.address = channel.connection().address().toString();
            event.channel = channel.number();
            event.waited = time.toNanos();
            event.commit();
        }
    }

    @Override
    public @Nullable PublishObservation publishing(
            Channel channel, String exchange, String routingKey, Message message) {
        return CONFIRM.isEnabled() ? new RoundTrip(channel, exchange, routingKey) : null;
    }

    @Override
    public @Nullable DeliveryObservation handling(Delivery delivery, String queue) {
        if (!HANDLER.isEnabled()) {
            return null;
        }
        FlightEvents.SlowHandler event = new FlightEvents.SlowHandler();
        event.begin();
        return thrown -> {
            event.end();
            if (event.shouldCommit()) {
                event.address = delivery.channel().connection().address().toString();
                event.channel = delivery.channel().number();
                event.queue = queue;
                event.thrown = thrown == null ? null : thrown.getClass();
                event.commit();
            }
        };
    }

    /** From before a message is given to its verdict. */
    private static final class RoundTrip implements PublishObservation {
        private final FlightEvents.ConfirmRoundTrip event = new FlightEvents.ConfirmRoundTrip();
        private final Channel channel;
        private final String exchange;
        private final String routingKey;

        RoundTrip(Channel channel, String exchange, String routingKey) {
            this.channel = channel;
            this.exchange = exchange;
            this.routingKey = routingKey;
            event.begin();
        }

        @Override
        public void settled(Verdict verdict) {
            end(verdict);
        }

        @Override
        public void unknown(ClosedException why) {
            end(Verdict.UNKNOWN);
        }

        private void end(Verdict verdict) {
            event.end();
            if (event.shouldCommit()) {
                event.address = channel.connection().address().toString();
                event.channel = channel.number();
                event.exchange = exchange;
                event.routingKey = routingKey;
                event.verdict = verdict.name();
                event.commit();
            }
        }
    }
}
