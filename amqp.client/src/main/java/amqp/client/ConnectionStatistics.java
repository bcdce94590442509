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

    /** Returns how many bytes of frames came from the broker, before and after losses, without those of TLS. */
    public long bytesReceived() {
        return traffic.bytesReceived();
    }

    /** Returns how many frames came from the broker, heartbeats included. */
    public long framesReceived() {
        return traffic.framesReceived();
    }

    /**
     * Returns how many bytes of frames were given to be sent, {@link #outboundBytes} included, before and after losses,
     * without those of TLS.
     */
    public long bytesSent() {
        return traffic.bytesSent();
    }

    /** Returns how many frames were given to be sent, heartbeats included. */
    public long framesSent() {
        return traffic.framesSent();
    }

    /** Returns how many bytes wait to be sent: for the network, or because the broker does not read. */
    public long outboundBytes() {
        return waiting.outboundBytes();
    }

    /**
     * Returns how many bytes of received messages wait for the application, as {@link ConnectionOptions#inboxBound}
     * counts them.
     */
    public long inboxBytes() {
        return waiting.inboxBytes();
    }

    /**
     * Returns how many bytes of published messages are kept, to be sent later or again, as
     * {@link ConnectionOptions#publishBuffer} counts them.
     */
    public long keptBytes() {
        return waiting.keptBytes();
    }

    /** Returns how many publishes in confirm mode have no verdict yet, those included that are kept to be sent. */
    public long unconfirmedPublishes() {
        return waiting.unconfirmed();
    }

    /**
     * Returns how many messages came that the application has neither acknowledged nor rejected, as far as it is known:
     * those from before a basic.recover do not count, nor those of channels with transactions.
     */
    public long unacknowledgedDeliveries() {
        return waiting.unacknowledged();
    }

    /** Returns how many channels are open, or on their way back with the connection. */
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
