// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

import amqp.client.Channel;
import amqp.client.ClientObserver;
import amqp.client.Connection;
import amqp.client.Delivery;
import amqp.client.DeliveryObservation;
import amqp.client.PublishObservation;
import amqp.client.RecoveryReport;
import amqp.codec.Message;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import amqp.connection.Verdict;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** What an application's observer is told: each thing that begins ends, and once. */
final class Observation implements ClientObserver {
    private final World world;
    private final String name;
    private final Set<Object> begun = new HashSet<>();

    Observation(World world, String name) {
        this.world = world;
        this.name = name;
    }

    /** What has not ended; to be asked when everything is closed. */
    Set<Object> open() {
        return begun;
    }

    private void begins(Object what) {
        if (!begun.add(what)) {
            world.violated(Invariant.OBSERVED_ONCE, name + ": " + what + " begins again");
        }
    }

    private void ends(Object what) {
        if (!begun.remove(what)) {
            world.violated(Invariant.OBSERVED_ONCE, name + ": " + what + " ends, but had not begun");
        }
    }

    @Override
    public void connectionOpened(Connection connection) {
        begins("the connection");
    }

    @Override
    public void connectionLost(Connection connection, CloseReason reason) {
        begins("the outage");
    }

    @Override
    public void connectionRecovered(Connection connection, RecoveryReport report) {
        ends("the outage");
    }

    @Override
    public void connectionClosed(Connection connection, CloseReason reason) {
        ends("the connection");
        begun.remove("the outage"); // it did not come back
    }

    @Override
    public void connectionBlocked(Connection connection, String reason) {
        begins("the block");
    }

    @Override
    public void connectionUnblocked(Connection connection, Duration time) {
        ends("the block");
    }

    @Override
    public void channelOpened(Channel channel) {
        begins(channel);
    }

    @Override
    public void channelClosed(Channel channel, CloseReason reason) {
        ends(channel);
    }

    @Override
    public PublishObservation publishing(Channel channel, String exchange, String routingKey, Message message) {
        return new Publishing();
    }

    @Override
    public DeliveryObservation handling(Delivery delivery, String queue) {
        begins(delivery);
        return thrown -> ends(delivery);
    }

    private final class Publishing implements PublishObservation {
        Publishing() {
            begins(this);
        }

        @Override
        public void sent(boolean awaitsVerdict) {
            if (!awaitsVerdict) {
                ends(this);
            }
        }

        @Override
        public void noRoom() {
            ends(this);
        }

        @Override
        public void refused(RuntimeException why) {
            ends(this);
        }

        @Override
        public void settled(Verdict verdict) {
            ends(this);
        }

        @Override
        public void unknown(ClosedException why) {
            ends(this);
        }

        @Override
        public String toString() {
            return "a publish";
        }
    }
}
