// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.connection.Traffic;

/** What a connection has transferred, and what waits on it, at one moment. Immutable; see {@link Connection#statistics}. */
public final class ConnectionStatistics {
    private final Traffic traffic;
    private final Waiting waiting;
    private final int openChannels;

    /**
     * What waits.
     *
     * @param unconfirmed publishes without a verdict
     * @param unacknowledged deliveries without an acknowledgement
     */
    record Waiting(long outboundBytes, long inboxBytes, long keptBytes, long unconfirmed, long unacknowledged) {}

    ConnectionStatistics(Traffic traffic, Waiting waiting, int openChannels) {
        this.traffic = traffic;
        this.waiting = waiting;
        this.openChannels = openChannels;
    }

    /**
     * Returns the number of frame bytes received from the broker, over all reconnections, without the overhead of TLS.
     */
    public long bytesReceived() {
        return traffic.bytesReceived();
    }

    /** Returns the number of frames received from the broker, including heartbeats. */
    public long framesReceived() {
        return traffic.framesReceived();
    }

    /**
     * Returns the number of frame bytes encoded for the broker, including {@link #outboundBytes}, over all
     * reconnections, without the overhead of TLS.
     */
    public long bytesSent() {
        return traffic.bytesSent();
    }

    /** Returns the number of frames encoded for the broker, including heartbeats. */
    public long framesSent() {
        return traffic.framesSent();
    }

    /** Returns the number of bytes that wait to be sent, because of the network or because the broker does not read. */
    public long outboundBytes() {
        return waiting.outboundBytes();
    }

    /**
     * Returns the number of bytes of received messages that wait for the application, counted as for
     * {@link ConnectionOptions#inboxBound}.
     */
    public long inboxBytes() {
        return waiting.inboxBytes();
    }

    /**
     * Returns the number of bytes of published messages that are kept to be sent later or again, counted as for
     * {@link ConnectionOptions#publishBuffer}.
     */
    public long keptBytes() {
        return waiting.keptBytes();
    }

    /** Returns the number of publishes in confirm mode without a verdict, including those that are kept to be sent. */
    public long unconfirmedPublishes() {
        return waiting.unconfirmed();
    }

    /**
     * Returns the number of received messages that the application has neither acknowledged nor rejected. It does not
     * count messages from before a basic.recover, nor those of channels with transactions.
     */
    public long unacknowledgedDeliveries() {
        return waiting.unacknowledged();
    }

    /** Returns the number of channels that are open or being recovered. */
    public int openChannels() {
        return openChannels;
    }

    @Override
    public String toString() {
        return "received " + bytesReceived() + " bytes in " + framesReceived() + " frames, sent " + bytesSent()
                + " bytes in " + framesSent() + " frames; " + outboundBytes() + " bytes wait to be sent, "
                + inboxBytes()
                + " for the application, and " + keptBytes() + " are kept; " + unconfirmedPublishes()
                + " publishes are unconfirmed and " + unacknowledgedDeliveries() + " deliveries unacknowledged on "
                + openChannels + " channels";
    }
}
