// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.connection.Verdict;

/**
 * Attached to a publish in confirm mode. Knows the channel, so that the callback hears everything where the channel's
 * callbacks run, the messages included that were never sent.
 */
record Publication(Channel channel, PublishCallback callback) {
    void settled(Verdict verdict) {
        channel.settled(callback, verdict);
    }
}
