// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import amqp.client.Connection;
import amqp.client.ConnectionListener;
import amqp.client.ConnectionOptions;
import amqp.client.LostPublishes;
import amqp.client.RecoveryOptions;
import amqp.client.RecoveryReport;
import amqp.client.Stages;
import amqp.codec.Message;
import amqp.connection.CloseReason;
import amqp.connection.Verdict;
import amqp.reconnection.ReconnectionStrategy;
import amqp.test.TestBroker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Loses its connection and gets it back, with queue and consumer; the broker is one of this program, so that it can. */
public final class Recovering {
    private Recovering() {}

    public static void main(String[] args) throws InterruptedException {
        Claim.equal(LostPublishes.REPUBLISH, patient().recovery().lostPublishes(), "the options for a cluster");
        try (TestBroker broker = TestBroker.start()) {
            Connection connection = Stages.await(Connection.open(quick(broker.options())));
            var back = new CompletableFuture<RecoveryReport>();
            // tag::listener[]
            connection.addListener(new ConnectionListener() {
                @Override
                public void onLost(CloseReason reason) {
                    System.out.println("lost: " + reason.describe());
                }

                @Override
                public void onRecovered(RecoveryReport report) {
                    System.out.println("back, commands that were not restored: " + report.missing());
                    back.complete(report);
                }
            });
            // end::listener[]
            var received = new LinkedBlockingQueue<String>();
            var channel = Stages.await(connection.openChannel());
            Stages.await(channel.queueDeclare("orders"));
            Stages.await(channel.confirmSelect());
            Stages.await(channel.basicConsume("orders", delivery -> {
                received.add(delivery.message().text());
                delivery.ack();
            }));

            broker.loseConnections();
            // Without confirms, it would be lost if the client had not noticed the loss yet.
            var verdict = channel.publishConfirmed("", "orders", Message.of("published during the outage"));

            String text = received.poll(10, TimeUnit.SECONDS);
            Claim.equal("published during the outage", text, "what the consumer received");
            Claim.equal(true, back.orTimeout(10, TimeUnit.SECONDS).join().isComplete(), "everything was restored");
            Claim.equal(Verdict.ACKED, Stages.await(verdict), "the verdict");
            System.out.println("the same consumer received: " + text);
            Stages.await(connection.close());
        }
    }

    private static ConnectionOptions quick(ConnectionOptions options) {
        return options.toBuilder()
                .recovery(RecoveryOptions.builder()
                        .strategy(ReconnectionStrategy.fixed(Duration.ofMillis(100)))
                        .lostPublishes(LostPublishes.REPUBLISH)
                        .build())
                .build();
    }

    private static ConnectionOptions patient() {
        // tag::options[]
        ConnectionOptions options = ConnectionOptions.builder()
                .uris(List.of("amqp://one.example", "amqp://two.example"))
                .recovery(RecoveryOptions.builder()
                        .strategy(ReconnectionStrategy.fixed(Duration.ofSeconds(1))
                                .within(Duration.ofMinutes(5)))
                        .lostPublishes(LostPublishes.REPUBLISH)
                        .build())
                .build();
        // end::options[]
        // tag::none[]
        ConnectionOptions without = ConnectionOptions.builder()
                .uri("amqp://localhost")
                .recovery(RecoveryOptions.NONE)
                .build();
        // end::none[]
        Claim.equal(RecoveryOptions.NONE, without.recovery(), "recovery is off");
        return options;
    }
}
