// SPDX-License-Identifier: MPL-2.0
package amqp.integration.support;

import amqp.blocking.BlockingConnection;
import amqp.client.Connection;
import amqp.client.ConnectionOptions;
import amqp.client.RecoveryOptions;

/** What a test runs on: a broker, by way of an adapter. */
public record Setup(TestBroker broker, String adapter) {

    public ConnectionOptions.Builder options() {
        return broker.options().adapter(adapter);
    }

    /** The same broker at another port of this machine. */
    public ConnectionOptions.Builder optionsVia(int port) {
        return options().address("127.0.0.1", port);
    }

    /** For a connection that does not come back, so that its end is seen. */
    public ConnectionOptions.Builder optionsToEnd() {
        return options().recovery(RecoveryOptions.NONE);
    }

    /** The same at another port of this machine. */
    public ConnectionOptions.Builder optionsToEndVia(int port) {
        return optionsVia(port).recovery(RecoveryOptions.NONE);
    }

    public Connection connect() {
        return Stages.await(Connection.open(options().build()));
    }

    public BlockingConnection open() {
        return BlockingConnection.open(options().build());
    }

    @Override
    public String toString() {
        return broker + " / " + adapter;
    }
}
