// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf;

import java.util.Map;

/**
 * What consumers do.
 *
 * @param consumers connections
 * @param channels of each connection, each with a consumer
 * @param prefetch 0 for no bound
 * @param ackEvery how many messages are acknowledged at once
 * @param perSecond at most so many messages for each channel; may be infinite
 * @param messages of each channel; {@link Long#MAX_VALUE} for no end
 * @param arguments of basic.consume
 */
record ConsumerPlan(
        int consumers,
        int channels,
        int prefetch,
        boolean autoAck,
        int ackEvery,
        double perSecond,
        long messages,
        Map<String, Object> arguments) {

    boolean isLimited() {
        return consumers > 0 && messages < Long.MAX_VALUE;
    }

    String describe() {
        return consumers + " x " + channels + " consumers"
                + (prefetch > 0 ? ", prefetch " + prefetch : "")
                + (autoAck ? ", auto-ack" : ackEvery > 1 ? ", an ack every " + ackEvery : "")
                + (perSecond < Double.POSITIVE_INFINITY ? ", at most " + perSecond + " messages/s" : "");
    }
}
