// SPDX-License-Identifier: MPL-2.0
package amqp.cli.queue;

import amqp.cli.terminal.Failures;
import amqp.client.Channel;
import amqp.client.Connection;
import amqp.client.Delivery;
import amqp.client.Stages;
import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.FieldValue;
import amqp.codec.Message;
import amqp.codec.WireException;
import amqp.codec.method.BasicMethod;
import amqp.connection.Verdict;
import java.io.PrintWriter;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * Guards messages that go back to a quorum queue against its delivery limit: the queue counts how often each came back, and
 * drops or dead-letters one that comes back more often. AMQP cannot tell the limit; the default one is known. For one thread, but
 * {@link #acknowledged} is for any.
 */
final class DeliveryLimit {
    /** The header with that count. It is not the publisher's. */
    private static final String COUNT = "x-delivery-count";

    /** The limit that RabbitMQ 4 gives a quorum queue of its own accord. */
    private static final long DEFAULT = 20;

    /** As a field is written. */
    private static final String WITH_DEFAULT = "\"4\\..*";

    private static final long MANY = DEFAULT / 2;

    private final String queue;
    private final boolean hasDefault;

    /** Those that must not go back. */
    private final Queue<Delivery> reached = new ConcurrentLinkedQueue<>();

    private long most;

    DeliveryLimit(Connection connection, String queue) {
        this.queue = queue;
        FieldValue version = connection.serverProperties().get("version");
        this.hasDefault = version != null && version.toString().matches(WITH_DEFAULT);
    }

    /** A message was fetched. */
    void fetched(Delivery delivery) {
        long count = count(delivery.properties());
        if (hasDefault && count >= DEFAULT) {
            reached.add(delivery);
        } else {
            most = Math.max(most, count);
        }
    }

    /** It does not go back. */
    void acknowledged(Delivery delivery) {
        reached.remove(delivery);
    }

    private static long count(BasicProperties properties) {
        try {
            FieldValue count = properties.headers().get(COUNT);
            return count == null ? 0 : count.asLong();
        } catch (WireException | IllegalStateException odd) {
            return 0;
        }
    }

    /** The message without the count of the queue that it comes from. */
    static Message published(Delivery delivery) {
        return Message.of(withoutCount(delivery.properties()), delivery.body());
    }

    private static BasicProperties withoutCount(BasicProperties properties) {
        try {
            if (properties.headers().get(COUNT) == null) {
                return properties;
            }
            FieldTable.Builder others = FieldTable.builder();
            properties.headers().entries().forEach((name, value) -> {
                if (!name.equals(COUNT)) {
                    others.put(name, value);
                }
            });
            return properties.toBuilder().headers(others.build()).build();
        } catch (WireException malformed) {
            return properties; // to be published octet by octet
        }
    }

    /**
     * Publishes to the queue, as new ones, the messages that it would drop when they come back; before the others go back.
     *
     * @param channels opens a channel
     * @param err is told of it
     */
    void save(Supplier<Channel> channels, PrintWriter err) {
        if (reached.isEmpty()) {
            return;
        }
        Channel channel = channels.get();
        Stages.await(channel.confirmSelect());
        int saved = 0;
        for (Delivery each : reached) {
            BasicMethod.Publish again = BasicMethod.Publish.of("", queue).mandatory(true);
            if (Stages.await(channel.publishConfirmed(again, published(each))) == Verdict.ACKED) {
                each.ack();
                saved++;
            } else {
                most = DEFAULT;
            }
        }
        Failures.show(
                err,
                "warning: " + saved + " messages of \"" + queue + "\" had come back " + DEFAULT
                        + " times, after which a quorum queue drops or dead-letters them unless it has another delivery"
                        + " limit; so they are at its end now, as new ones");
    }

    /** Says when a message may soon reach a limit. */
    void warn(PrintWriter err) {
        if (most >= MANY) {
            Failures.show(
                    err,
                    "warning: \"" + queue + "\" has delivered a message " + most + " times before, and counts each"
                            + " time that it is put back; beyond its delivery limit a quorum queue drops or dead-letters it");
        }
    }
}
