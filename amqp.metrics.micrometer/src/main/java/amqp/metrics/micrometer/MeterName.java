// SPDX-License-Identifier: MPL-2.0
package amqp.metrics.micrometer;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** All meters, by their names without the prefix. */
enum MeterName {
    // Those of com.rabbitmq:amqp-client, with its meaning.

    CONNECTIONS("Connections that are open now"),
    CHANNELS("Channels of connections that are open now"),
    PUBLISHED("Messages that were published"),
    FAILED_TO_PUBLISH("Publishes that failed at once, so that nothing was sent"),
    ACKNOWLEDGED_PUBLISHED("Publishes that the broker confirmed, those that it returned before too"),
    NOT_ACKNOWLEDGED_PUBLISHED("Publishes that the broker refused"),
    UNROUTED_PUBLISHED("Publishes that the broker returned, since no queue takes them"),
    CONSUMED("Messages that came, to consumers or fetched"),
    ACKNOWLEDGED("Messages that were acknowledged"),
    REJECTED("Messages that were rejected, those given back to their queue too"),
    REQUEUED("Messages that were given back to their queue"),

    // More of publishing and consuming.

    UNKNOWN_PUBLISHED("Publishes whose channel or connection ended before their verdict"),
    CONFIRM_TIME("From the publish to its verdict"),
    HELD_UP_TIME("How long there was no room for another publish"),
    HANDLER_TIME("How long handlers took for a message"),

    // How connections fare.

    LOST("Connections that were lost"),
    OUTAGE_TIME("From the loss of a connection to its recovery"),
    BLOCKED("How often the broker blocked a connection"),
    BLOCKED_TIME("How long the broker blocked a connection"),

    // What waits, and what went over the network.

    OUTBOUND_BYTES("Encoded and waiting for the network"),
    KEPT_BYTES("Publishes that wait for room, or for the recovery"),
    INBOX_BYTES("Messages that wait for their handlers"),
    UNCONFIRMED("Publishes that wait for their verdict"),
    UNACKED("Messages that the application has to acknowledge"),
    RECEIVED_BYTES("Bytes of frames that came"),
    SENT_BYTES("Bytes of frames that were given to the network, waiting ones too"),
    RECEIVED_FRAMES("Frames that came"),
    SENT_FRAMES("Frames that were given to the network, waiting ones too");

    private final String description;

    MeterName(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }

    /** The unit in which it counts; null where it counts things. */
    @Nullable
    String unit() {
        return name().endsWith("_BYTES") ? "bytes" : null;
    }

    /** The whole name. */
    String with(String prefix) {
        return prefix + "." + name().toLowerCase(Locale.ROOT);
    }
}
