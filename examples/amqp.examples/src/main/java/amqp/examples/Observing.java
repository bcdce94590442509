// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import amqp.blocking.BlockingConnection;
import amqp.client.Channel;
import amqp.client.ClientObserver;
import amqp.client.Connection;
import amqp.client.ConnectionHealth;
import amqp.client.ConnectionOptions;
import amqp.client.ConnectionState;
import amqp.client.ConnectionStatistics;
import amqp.client.PublishObservation;
import amqp.codec.Message;
import amqp.connection.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** Sees what happens on a connection, and asks how it is. */
public final class Observing {
    private Observing() {}

    // tag::observer[]
    /** Counts the messages that the broker took. Called by several threads, so it must be thread-safe, and quick. */
    private static final class Verdicts implements ClientObserver {
        private final AtomicInteger acked = new AtomicInteger();

        @Override
        public void connectionOpened(Connection connection) {
            System.out.println("opened " + connection);
        }

        @Override
        public PublishObservation publishing(Channel channel, String exchange, String routingKey, Message message) {
            return new PublishObservation() {
                @Override
                public Message message(Message given) {
                    return given.header("seen-by", "the observer");
                }

                @Override
                public void settled(Verdict verdict) {
                    if (verdict == Verdict.ACKED) {
                        acked.incrementAndGet();
                    }
                }
            };
        }

        @Override
        public void acknowledged(Channel channel, long deliveryTag, boolean multiple, int messages) {
            System.out.println(messages + " acknowledged at once");
        }
    }
    // end::observer[]

    public static void main(String[] args) {
        var verdicts = new Verdicts();
        // tag::use[]
        var options = ConnectionOptions.builder()
                .uri(Arguments.of(args).uri())
                .observer(verdicts)
                .build();
        // end::use[]
        try (var connection = BlockingConnection.open(options);
                var channel = connection.openChannel()) {
            channel.confirmSelect();
            String queue = channel.queueDeclare().queue();
            for (int i = 0; i < 10; i++) {
                channel.publish("", queue, Message.of("order " + i));
            }
            int left = 10;
            for (var delivery : channel.consume(queue, Duration.ofSeconds(10))) {
                Claim.equal(
                        "the observer",
                        delivery.properties().headers().get("seen-by").toJava(),
                        "what the observer put into the headers");
                left--;
                if (left == 0) {
                    delivery.ackMultiple();
                    break;
                }
            }
            System.out.println("verdicts: " + verdicts.acked);
            Claim.equal(10, verdicts.acked.get(), "what was confirmed");
            ConnectionHealth health = connection.connection().health();
            System.out.println(health);
            Claim.equal(false, isStuck(health), "a consumer is stuck");
            printStatistics(connection.connection());
            Claim.equal(ConnectionState.OPEN, health.state(), "how the connection is");
            Claim.equal(0L, health.statistics().unacknowledgedDeliveries(), "what is not acknowledged");
        }
    }

    private static boolean isStuck(ConnectionHealth health) {
        // tag::health[]
        boolean ready =
                health.state() == ConnectionState.OPEN && health.blockedReason().isEmpty();
        Instant minuteAgo = Instant.now().minusSeconds(60);
        boolean stuck = health.consumers().stream()
                .anyMatch(consumer -> consumer.waiting() > 0
                        && consumer.lastDelivery().orElseThrow().isBefore(minuteAgo));
        // end::health[]
        return stuck || !ready;
    }

    private static void printStatistics(Connection connection) {
        // tag::statistics[]
        ConnectionStatistics now = connection.statistics();
        System.out.println(now.bytesReceived() + " bytes received in " + now.framesReceived() + " frames");
        System.out.println(now.outboundBytes() + " bytes wait to be sent, " + now.inboxBytes() + " for your handlers");
        System.out.println(now.unconfirmedPublishes() + " publishes have no verdict yet");
        System.out.println(now.unacknowledgedDeliveries() + " deliveries are not acknowledged");
        // end::statistics[]
    }
}
