// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf.client;

import amqp.cli.connection.Session;
import amqp.cli.terminal.Artifact;
import amqp.client.Connection;
import amqp.client.ConnectionListener;
import amqp.client.ConnectionOptions;
import amqp.client.Dispatch;
import amqp.client.RecoveryReport;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;

/** This SDK. */
final class SdkClient implements LoadClient {
    private final ConnectionOptions options;
    private final String adapter;

    /**
     * @param options with the recovery that is wanted
     * @param adapter name of the adapter in use
     */
    SdkClient(ConnectionOptions options, String adapter) {
        this.options = options;
        this.adapter = adapter;
    }

    @Override
    public String description() {
        return "sdk " + Artifact.of(Connection.class).version() + " (" + adapter + ")";
    }

    @Override
    public LoadConnection connect(String name, LoadEvents events) {
        Session session = Session.open(options.toBuilder().connectionName(name).build());
        session.connection().addListener(new Listener(events));
        return new Opened(session, events);
    }

    private record Opened(Session session, LoadEvents events) implements LoadConnection {
        @Override
        public LoadChannel openChannel() {
            return new SdkChannel(session.openChannel(Dispatch.EXECUTOR), events);
        }

        @Override
        public void close() {
            session.close();
        }
    }

    /** Called one at a time. */
    private static final class Listener implements ConnectionListener {
        private final LoadEvents events;
        private boolean lost;

        Listener(LoadEvents events) {
            this.events = events;
        }

        @Override
        public void onLost(CloseReason reason) {
            lost = true;
            events.lost(reason.describe());
        }

        @Override
        public void onRecovered(RecoveryReport report) {
            if (lost) { // not a channel alone
                lost = false;
                events.recovered();
            }
        }

        @Override
        public void onClosed(CloseReason reason) {
            if (!(reason instanceof CloseReason.ByApplication)) {
                events.failed(new ClosedException("The connection", reason));
            }
        }
    }
}
