// SPDX-License-Identifier: MPL-2.0
package amqp.integration;

import amqp.blocking.BlockingConnection;
import amqp.client.Connection;
import amqp.client.ConnectionOptions;

/** What a test runs on: a broker, by way of an adapter. */
record Setup(TestBroker broker, String adapter) {

    ConnectionOptions.Builder options() {
        return broker.options().adapter(adapter);
    }

    /** The same broker at another port of this machine. */
    ConnectionOptions.Builder optionsVia(int port) {
        return options().address("127.0.0.1", port);
    }

    Connection connect() {
        return Stages.await(Connection.open(options().build()));
    }

    BlockingConnection open() {
        return BlockingConnection.open(options().build());
    }

    @Override
    public String toString() {
        return broker + " / " + adapter;
    }
}
