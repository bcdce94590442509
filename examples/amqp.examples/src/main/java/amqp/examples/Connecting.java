// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import amqp.blocking.BlockingConnection;
import amqp.client.Connection;
import amqp.client.ConnectionListener;
import amqp.client.ConnectionOptions;
import amqp.client.ConnectionState;
import amqp.client.RecoveryOptions;
import amqp.client.RecoveryReport;
import amqp.client.ShutdownReport;
import amqp.connection.CloseReason;
import amqp.reconnection.ReconnectionStrategy;
import java.time.Duration;
import java.util.List;

/** Sets the options of a connection, hears about its losses, and ends it without losing work. */
public final class Connecting {
    private Connecting() {}

    public static void main(String[] args) {
        String uri = Arguments.of(args).uri();
        Claim.equal(Duration.ofSeconds(20), cluster().heartbeat(), "the heartbeat of the cluster's options");
        Claim.equal(true, patient(uri).recovery().firstConnect(), "the first connect is tried again");

        // tag::open[]
        ConnectionOptions options = ConnectionOptions.builder()
                .uri(uri) // "amqp://user:password@host:5672/virtual-host"
                .connectionName("order service") // shown in RabbitMQ's management
                .callTimeout(Duration.ofSeconds(5)) // for the reply to each command
                .build();
        BlockingConnection connection = BlockingConnection.open(options);
        Connection asynchronous = connection.connection(); // the same connection, without blocking calls
        // end::open[]
        asynchronous.addListener(new Losses());
        Claim.equal(true, asynchronous.isOpen(), "the connection is open");
        ShutdownReport report = stop(connection);
        Claim.equal(true, report.isComplete(), "nothing was left undone");
        System.out.println("connected, and shut down with nothing left undone: " + connection.state());
        Claim.equal(ConnectionState.CLOSED, connection.state(), "the state");
    }

    private static ConnectionOptions cluster() {
        // tag::cluster[]
        ConnectionOptions options = ConnectionOptions.builder()
                .uris(List.of("amqp://one.example", "amqp://two.example")) // tried in this order
                .credentials("shop", "secret")
                .heartbeat(Duration.ofSeconds(20))
                .build();
        // end::cluster[]
        return options;
    }

    private static ConnectionOptions patient(String uri) {
        // tag::patient[]
        ConnectionOptions options = ConnectionOptions.builder()
                .uri(uri)
                .recovery(RecoveryOptions.builder()
                        .strategy(ReconnectionStrategy.exponential())
                        .firstConnect(true) // wait for a broker that is not up yet
                        .build())
                .build();
        // end::patient[]
        return options;
    }

    // tag::listener[]
    static final class Losses implements ConnectionListener {
        @Override
        public void onLost(CloseReason reason) {
            System.err.println("lost: " + reason.describe()); // the client connects again by itself
        }

        @Override
        public void onRecovered(RecoveryReport report) {
            System.err.println("back after " + report.outage() + ", not restored: " + report.missing());
        }

        @Override
        public void onClosed(CloseReason reason) {
            System.err.println("closed for good: " + reason.describe());
        }
    }
    // end::listener[]

    private static ShutdownReport stop(BlockingConnection connection) {
        // tag::stop[]
        // Cancels the consumers, waits for running handlers and for confirms, and closes.
        ShutdownReport report = connection.shutdown(Duration.ofSeconds(20));
        if (!report.isComplete()) {
            System.err.println("not done in time: " + report);
        }
        // end::stop[]
        return report;
    }
}
