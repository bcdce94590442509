// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import amqp.adapter.nio.NioAdapter;
import amqp.blocking.BlockingConnection;
import amqp.client.ConnectionOptions;

/** Chooses the I/O adapter of a connection, by name and as an object. */
public final class Adapters {
    private Adapters() {}

    public static void main(String[] args) {
        String uri = Arguments.of(args).uri();
        String named;
        try (var connection = BlockingConnection.open(byName(uri))) {
            named = connection.connection().adapterName();
        }
        NioAdapter adapter = NioAdapter.create();
        try (var connection = BlockingConnection.open(byObject(uri, adapter));
                var another = BlockingConnection.open(byObject(uri, adapter))) { // one adapter serves many connections
            System.out.println("connected over " + named + ", and twice over one "
                    + another.connection().adapterName());
            Claim.equal("blocking nio", named + " " + connection.connection().adapterName(), "the adapters");
        } finally {
            adapter.close();
        }
    }

    private static ConnectionOptions byName(String uri) {
        // tag::name[]
        ConnectionOptions options =
                ConnectionOptions.builder().uri(uri).adapter("blocking").build();
        // end::name[]
        return options;
    }

    private static ConnectionOptions byObject(String uri, NioAdapter adapter) {
        // tag::object[]
        ConnectionOptions options =
                ConnectionOptions.builder().uri(uri).adapter(adapter).build();
        // end::object[]
        return options;
    }
}
