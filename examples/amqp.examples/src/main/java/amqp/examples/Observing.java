// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import amqp.blocking.BlockingConnection;
import amqp.client.Channel;
import amqp.client.ClientObserver;
import amqp.client.Connection;
import amqp.client.ConnectionOptions;
import amqp.client.ConnectionState;
import amqp.client.PublishObservation;
import amqp.codec.Message;
import amqp.connection.Verdict;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Sees what happens on a connection, and asks how it is. */
public final class Observing {
    private Observing() {}

    /** Counts verdicts, and names the slowest. Called by several threads. */
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

    public static void main(String[] args) {
        var verdicts = new Verdicts();
        var options = ConnectionOptions.builder()
                .uri(Arguments.of(args).uri())
                .observer(verdicts)
                .build();
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
            var health = connection.connection().health();
            System.out.println(health);
            Claim.equal(ConnectionState.OPEN, health.state(), "how the connection is");
            Claim.equal(0L, health.statistics().unacknowledgedDeliveries(), "what is not acknowledged");
        }
    }
}
